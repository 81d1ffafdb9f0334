import { useQuery } from '@tanstack/react-query';
import { bulkPicturesQuery } from '../../../api/queries/bulks';
import { Picture } from '../../../components/picture';
import classes from './rows.module.css';

/** The newest pictures of a bulk. */
export function BulkPictures({ id, done, limit }: { id: string; done: number; limit: number }) {
  const { data: images = [] } = useQuery(bulkPicturesQuery(id, done, limit));
  return (
    <span className={classes.strip}>
      {images.slice(0, limit).map((image) => (
        <span key={image.filename}>
          <Picture
            src={`/api/v1/images/preview/${image.filename}?size=256`}
            alt=""
            width={image.width}
            height={image.height}
            cover
          />
        </span>
      ))}
    </span>
  );
}
