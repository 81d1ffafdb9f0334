import 'yet-another-react-lightbox/styles.css';
import Lightbox from 'yet-another-react-lightbox';
import Zoom from 'yet-another-react-lightbox/plugins/zoom';
import type { Schemas } from '../../../api/client';
import type { Job } from '../../../api/queries/queue';
import { FileCard, isPicture } from '../../../components/file-card';
import { promptOf } from '../../../lib/jobs';
import { text } from '../../../text';
import { LightboxActions } from './lightbox-actions';
import { pathOf } from './path-of';
import classes from './results.module.css';

export type ShownImage = Schemas['JobImageDto'] & { job: Omit<Job, 'images'> };

interface Props {
  images: ShownImage[];
  index: number;
  onClose: () => void;
}

/** The results as large as the screen, and what can be done with one. */
export function ResultLightbox({ images, index, onClose }: Props) {
  return (
    <Lightbox
      open
      index={index}
      close={onClose}
      plugins={[Zoom]}
      carousel={{ finite: true, padding: 0 }}
      controller={{ closeOnBackdropClick: true }}
      labels={text.generate.lightbox}
      slides={images.map((image) => ({
        src: pathOf(image.download_url),
        width: image.width,
        height: image.height,
        alt: text.generate.result(promptOf(image.job)),
      }))}
      render={{
        slide: ({ slide }) => {
          const image = images.find(({ download_url }) => pathOf(download_url) === slide.src);
          if (!image || isPicture(image)) return undefined;
          return (
            <div className={classes.file}>
              <FileCard file={image} src={slide.src} />
            </div>
          );
        },
        controls: () => <LightboxActions images={images} onDone={onClose} />,
      }}
    />
  );
}
