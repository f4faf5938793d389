import type { ChartTheme } from './chart-theme';
import type { LegendEntry } from './series';

const TITLE_PX = 18;
const LEGEND_PX = 18;
const MARK_PX = 14;
const APART_PX = 16;
const MARGIN_PX = 20;

/** A drawn chart with its title and legend on an opaque page. */
export async function pictureOf(
  drawn: HTMLCanvasElement,
  title: string,
  legend: readonly LegendEntry[],
  theme: ChartTheme,
): Promise<Blob> {
  const scale = drawn.width / drawn.clientWidth;
  const margin = MARGIN_PX * scale;
  const rows = legendRows(legend, drawn.width, scale, theme);
  const above =
    (MARGIN_PX + TITLE_PX) * scale + (rows.length > 0 ? rows.length * LEGEND_PX * scale + margin / 2 : 0);
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
  rows.forEach((row, i) => {
    const y = (MARGIN_PX + TITLE_PX + (i + 1) * LEGEND_PX) * scale;
    for (const { name, colour, mark, x } of row) {
      pen.strokeStyle = pen.fillStyle = theme.of(colour);
      pen.lineWidth = (mark === 'line' || mark === 'dashed' ? 2 : 10) * scale;
      pen.setLineDash(mark === 'dashed' ? [4 * scale, 2 * scale] : []);
      pen.beginPath();
      pen.moveTo(margin + x, y - 4 * scale);
      pen.lineTo(margin + x + MARK_PX * scale, y - 4 * scale);
      pen.stroke();
      pen.fillStyle = theme.text2;
      pen.fillText(name, margin + x + (MARK_PX + 6) * scale, y);
    }
  });
  pen.drawImage(drawn, margin, above + margin / 2);
  return new Promise((resolve, reject) =>
    page.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is empty'))), 'image/png'),
  );
}

/** The entries of the legend, in as many rows as the width asks for, each with its place in the row. */
function legendRows(legend: readonly LegendEntry[], width: number, scale: number, theme: ChartTheme) {
  const pen = document.createElement('canvas').getContext('2d');
  const rows: Array<Array<LegendEntry & { readonly x: number }>> = [];
  if (!pen) return rows;
  pen.font = `${12 * scale}px ${theme.font}`;
  let x = Infinity;
  for (const entry of legend) {
    const wide = pen.measureText(entry.name).width + (MARK_PX + 6) * scale;
    if (x + wide > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push({ ...entry, x });
    x += wide + APART_PX * scale;
  }
  return rows;
}
