/** Upscalers, scripts and ControlNet lists of both servers, as far as a client can tell them apart. */
export interface Upscaler {
  name: string;
  model_name: string | null;
  model_path: string | null;
  model_url: string | null;
  scale: number;
}

function upscaler(
  name: string,
  modelPath: string | null,
  scale = 4,
  modelName: string | null = null,
): Upscaler {
  return { name, model_name: modelName, model_path: modelPath, model_url: null, scale };
}

export const forgeUpscalers: Upscaler[] = [
  upscaler('None', null, 4, null),
  upscaler('Lanczos', null, 4, null),
  upscaler('Nearest', null, 4, null),
  upscaler(
    'DAT x2',
    'https://huggingface.co/w-e-w/DAT/resolve/main/experiments/pretrained_models/DAT/DAT_x2.pth',
    2,
    null,
  ),
  upscaler(
    'DAT x3',
    'https://huggingface.co/w-e-w/DAT/resolve/main/experiments/pretrained_models/DAT/DAT_x3.pth',
    3,
    null,
  ),
  upscaler(
    'DAT x4',
    'https://huggingface.co/w-e-w/DAT/resolve/main/experiments/pretrained_models/DAT/DAT_x4.pth',
    4,
    null,
  ),
  upscaler('ESRGAN_4x', 'https://github.com/cszn/KAIR/releases/download/v1.0/ESRGAN.pth', 4, 'ESRGAN_4x'),
  upscaler(
    'R-ESRGAN 4x+',
    'https://github.com/xinntao/Real-ESRGAN/releases/download/v0.1.0/RealESRGAN_x4plus.pth',
    4,
    null,
  ),
  upscaler(
    'R-ESRGAN 4x+ Anime6B',
    'https://github.com/xinntao/Real-ESRGAN/releases/download/v0.2.2.4/RealESRGAN_x4plus_anime_6B.pth',
    4,
    null,
  ),
  upscaler(
    'ScuNET GAN',
    'https://github.com/cszn/KAIR/releases/download/v1.0/scunet_color_real_gan.pth',
    4,
    'ScuNET GAN',
  ),
  upscaler(
    'ScuNET PSNR',
    'https://github.com/cszn/KAIR/releases/download/v1.0/scunet_color_real_psnr.pth',
    4,
    'ScuNET GAN',
  ),
  upscaler(
    'SwinIR 4x',
    'https://github.com/JingyunLiang/SwinIR/releases/download/v0.0/003_realSR_BSRGAN_DFOWMFC_s64w8_SwinIR-L_x4_GAN.pth',
    4,
    'SwinIR 4x',
  ),
];

const a1111DatFolder = 'https://github.com/n0kovo/dat_upscaler_models/raw/main/DAT';

export const a1111Upscalers: Upscaler[] = [
  ...forgeUpscalers.slice(0, 3),
  ...[2, 3, 4].map((scale) => upscaler(`DAT x${scale}`, `${a1111DatFolder}/DAT_x${scale}.pth`, scale)),
  ...forgeUpscalers.slice(6, 7),
  upscaler('LDSR', null),
  ...forgeUpscalers.slice(7),
];

export const latentUpscaleModes = [
  'Latent',
  'Latent (antialiased)',
  'Latent (bicubic)',
  'Latent (bicubic antialiased)',
  'Latent (nearest)',
  'Latent (nearest-exact)',
];

export interface ScriptTitles {
  txt2img: string[];
  img2img: string[];
}

const forgeAlwaysOn = [
  'controlnet',
  'dynamicthresholding (cfg-fix) integrated',
  'freeu integrated (sd 1.x, sd 2.x, sdxl)',
  'kohya hrfix integrated',
  'latentmodifier integrated',
  'multidiffusion integrated',
  'never oom integrated',
  'perturbedattentionguidance integrated',
  'selfattentionguidance integrated (sd 1.x, sd 2.x, sdxl)',
  'stylealign integrated',
];

export const forgeScripts: ScriptTitles = {
  txt2img: [
    'prompt matrix',
    'prompts from file or textbox',
    'x/y/z plot',
    'extra options',
    ...forgeAlwaysOn,
    'refiner',
    'sampler',
    'seed',
  ],
  img2img: [
    'img2img alternative test',
    'loopback',
    'outpainting mk2',
    "poor man's outpainting",
    'prompt matrix',
    'prompts from file or textbox',
    'sd upscale',
    'x/y/z plot',
    'extra options',
    ...forgeAlwaysOn,
    'soft inpainting',
    'refiner',
    'sampler',
    'seed',
  ],
};

export const a1111Scripts: ScriptTitles = {
  txt2img: [
    'prompt matrix',
    'prompts from file or textbox',
    'x/y/z plot',
    'extra options',
    'Hypertile',
    'refiner',
    'sampler',
    'seed',
  ],
  img2img: [
    'img2img alternative test',
    'loopback',
    'outpainting mk2',
    "poor man's outpainting",
    'prompt matrix',
    'prompts from file or textbox',
    'sd upscale',
    'x/y/z plot',
    'extra options',
    'Hypertile',
    'soft inpainting',
    'refiner',
    'sampler',
    'seed',
  ],
};

/** Scripts chosen by script_name; all the others run with every job. */
export const selectableScripts = [
  'prompt matrix',
  'prompts from file or textbox',
  'x/y/z plot',
  'img2img alternative test',
  'loopback',
  'outpainting mk2',
  "poor man's outpainting",
  'sd upscale',
];
