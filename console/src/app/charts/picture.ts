import type { ChartTheme } from './chart-theme';
import type { LegendEntry } from './series';

const TITLE_PX = 18;
const LEGEND_PX = 14;
const MARGIN_PX = 20;

/** A drawn chart with its title and legend on an opaque page. */
export async function pictureOf(
  drawn: HTMLCanvasElement,
  title: string,
  legend: readonly LegendEntry[],
  theme: ChartTheme,
): Promise<Blob> {
  const scale = drawn.width / drawn.clientWidth;
  const above = (MARGIN_PX + TITLE_PX + (legend.length > 0 ? LEGEND_PX + MARGIN_PX / 2 : 0)) * scale;
  const margin = MARGIN_PX * scale;
  const page = document.createElement('canvas');
  page.width = drawn.width + 2 * margin;
  page.height = drawn.height + above + 1.5 * margin;
  const pen = page.getContext('2d');
  if (!pen) throw new Error('This browser draws no canvas');
  pen.fillStyle = theme.page;
  pen.fillRect(0, 0, page.width, page.height);
  pen.fillStyle = theme.text;
  pen.font = `600 ${15 * scale}px ${theme.font}`;
  pen.fillText(title, margin, margin + 12 * scale);
  pen.font = `${12 * scale}px ${theme.font}`;
  let x = margin;
  for (const { name, colour } of legend) {
    pen.fillStyle = theme.of(colour);
    pen.fillRect(x, above - 10 * scale, 12 * scale, 4 * scale);
    pen.fillStyle = theme.text2;
    pen.fillText(name, x + 18 * scale, above - 4 * scale);
    x += pen.measureText(name).width + 36 * scale;
  }
  pen.drawImage(drawn, margin, above + margin / 2);
  return new Promise((resolve, reject) =>
    page.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is empty'))), 'image/png'),
  );
}
