import '@mantine/charts/styles.css';
import { AreaChart } from '@mantine/charts';
import type { Utilisation } from '../../../api/queries/system';
import { text } from '../../../text';
import classes from '../system.module.css';
import { shadeOf, utilisationRows } from './chart-rows';
import { STILL_AREAS } from './still';

export function UtilisationChart({ utilisation }: { utilisation: Utilisation }) {
  return (
    <figure className={classes.figure} aria-label={text.system.utilisationHint}>
      <AreaChart
        {...STILL_AREAS}
        className={classes.chart}
        data={utilisationRows(utilisation)}
        dataKey="time"
        unit=" %"
        yAxisProps={{ domain: [0, 100] }}
        withDots={false}
        withGradient={false}
        fillOpacity={0.15}
        withLegend={utilisation.servers.length > 1}
        series={utilisation.servers.map(({ server_alias }, at) => ({
          name: server_alias,
          color: shadeOf(at),
        }))}
      />
    </figure>
  );
}
