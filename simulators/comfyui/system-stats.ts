import type { ServerLife } from './server-life.js';
import type { Settings } from './simulator-options.js';

const GIBIBYTE = 2 ** 30;
const RAM_BYTES = 32 * GIBIBYTE;

/** GET /system_stats: numbers that move with what is loaded. Bytes. */
export function systemStats(life: ServerLife): object {
  const { settings } = life;
  const ram_free = RAM_BYTES - 3 * GIBIBYTE - Math.min(20 * GIBIBYTE, life.memory.modelBytes);
  return {
    system: {
      os: osName(settings),
      ram_total: RAM_BYTES,
      ram_free,
      comfyui_version: settings.version,
      required_frontend_version: '1.49.6',
      installed_templates_version: null,
      required_templates_version: '0.11.44',
      comfy_package_versions: [
        { name: 'comfyui-frontend-package', installed: '1.49.6', required: '1.49.6' },
        { name: 'comfyui-workflow-templates', installed: null, required: '0.11.44' },
        { name: 'comfyui-embedded-docs', installed: null, required: '0.5.10' },
        { name: 'comfy-kitchen', installed: '0.2.31', required: '0.2.31' },
        { name: 'comfy-aimdo', installed: null, required: '0.4.13' },
      ],
      python_version: '3.11.2 (main, Apr 28 2025, 14:11:48) [GCC 12.2.0]',
      pytorch_version: settings.cuda ? '2.8.0+cu128' : '2.8.0+cpu',
      embedded_python: settings.windows,
      deploy_environment: 'local-git',
      argv: ['/srv/comfyui/main.py', ...(settings.cuda ? [] : ['--cpu']), '--listen', settings.host],
    },
    devices: settings.cuda ? gpus(life) : [cpu(ram_free)],
  };
}

function osName({ windows, can }: Settings): string {
  if (can.tellsPlatform) return windows ? 'win32' : 'linux';
  return windows ? 'nt' : 'posix';
}

/** The first one works; older releases told of no other. */
function gpus({ settings, memory }: ServerLife): object[] {
  const told = settings.can.listsAllDevices ? settings.vramBytes : settings.vramBytes.slice(0, 1);
  return told.map((vram_total, index) => {
    const torch_vram_total = index === 0 ? memory.modelBytes : 0;
    return {
      name: `cuda:${index} NVIDIA Simulated ${Math.round(vram_total / GIBIBYTE)}GB : cudaMallocAsync`,
      type: 'cuda',
      index,
      vram_total,
      vram_free: index === 0 ? memory.freeBytes : vram_total - 0.4 * GIBIBYTE,
      torch_vram_total,
      torch_vram_free: 0,
    };
  });
}

function cpu(free: number): object {
  return {
    name: 'cpu',
    type: 'cpu',
    index: null,
    vram_total: RAM_BYTES,
    vram_free: free,
    torch_vram_total: RAM_BYTES,
    torch_vram_free: free,
  };
}
