import { Group, Stack, Text, Title } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { IconPhoto } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useNewestImage } from '../../api/queries/newest-image';
import { Picture } from '../../components/picture';
import { text } from '../../text';
import { generateWith, madeWith, type Model } from './merge-models';
import { ModelActions } from './model-actions';
import { WhereItIs } from './where-it-is';
import classes from './models.module.css';

/** A model by the newest picture that was made with it. */
export function ModelCard({ model, servers }: { model: Model; servers: string[] }) {
  return (
    <article className={classes.card} aria-label={model.short}>
      <Cover model={model} />
      <Stack gap={4} p="sm" flex={1}>
        <Title order={2} size="sm" className={classes.name} title={model.name}>
          {model.short}
        </Title>
        <Group justify="space-between" wrap="nowrap" align="flex-start" gap={4}>
          <Stack gap={4} miw={0} className={classes.where}>
            {(model.folder !== null || model.hash !== null) && (
              <Text size="xs" c="dimmed" truncate>
                {[model.folder, model.hash].filter((part) => part !== null).join(' · ')}
              </Text>
            )}
            <WhereItIs model={model} servers={servers} />
          </Stack>
          <span className={classes.more}>
            <ModelActions model={model} />
          </span>
        </Group>
      </Stack>
    </article>
  );
}

/** Asked for when it comes near; a neutral ground until then, and where there is none. */
function Cover({ model }: { model: Model }) {
  const [seen, setSeen] = useState(false);
  const { ref, entry } = useIntersection<HTMLAnchorElement>({ rootMargin: '200px' });
  if (entry?.isIntersecting && !seen) setSeen(true);
  const { data: picture } = useNewestImage(seen ? madeWith(model) : undefined);
  return (
    <Link
      ref={ref}
      className={classes.cover}
      to="/generate"
      search={generateWith(model) as never}
      aria-label={text.modelsPage.generateWith(model.short)}
    >
      {picture ? (
        <Picture src={picture} alt={text.modelsPage.picture(model.short)} width={null} height={null} cover />
      ) : (
        <IconPhoto size={32} stroke={1} aria-hidden />
      )}
    </Link>
  );
}
