/** What stands behind and above the curves: reference lines, what was changed when, and steps that will be repeated. */
import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import { visibleLabels } from '../logic/marks';
import type { StepRange } from '../logic/step-range';
import { token } from './token';

/** A loss that means something, such as that of a discriminator which cannot tell. */
export interface ReferenceLine {
  readonly value: number;
  /** On the loss axis, such as "log 2". */
  readonly label: string;
}

/** A change after a step. */
export interface Mark {
  readonly step: number;
  readonly label: string;
}

export interface Annotated {
  readonly references: readonly ReferenceLine[];
  readonly marks: readonly Mark[];
  readonly repeated: StepRange | null;
  readonly steps: StepRange;
  /** Of the chart, in pixels. */
  readonly width: number;
}

export function annotationsOf({ references, marks, repeated, steps, width }: Annotated): AnnotationOptions[] {
  const labelled = visibleLabels(marks, steps, width);
  return [
    ...(repeated === null ? [] : [stretch(repeated)]),
    ...references.map(({ value }) => referenceLine(value)),
    ...marks
      .filter(({ step }) => step >= steps.first && step <= steps.last)
      .map((mark) => changeLine(mark, labelled.includes(mark))),
  ];
}

function stretch({ first, last }: StepRange): AnnotationOptions {
  return {
    type: 'box',
    xMin: first,
    xMax: last,
    borderWidth: 0,
    backgroundColor: `${token('--chart-axis')}40`,
    drawTime: 'beforeDatasetsDraw',
  };
}

function referenceLine(value: number): AnnotationOptions {
  return {
    type: 'line',
    yMin: value,
    yMax: value,
    borderColor: token('--chart-reference'),
    borderWidth: 1.25,
    borderDash: [3, 3],
    drawTime: 'beforeDatasetsDraw',
  };
}

function changeLine({ step, label }: Mark, hasLabel: boolean): AnnotationOptions {
  return {
    type: 'line',
    xMin: step,
    xMax: step,
    borderColor: token('--chart-axis'),
    borderWidth: 1.25,
    drawTime: 'afterDatasetsDraw',
    label: {
      display: hasLabel,
      content: label,
      position: 'end',
      backgroundColor: `${token('--surface-panel')}e6`,
      color: token('--text-2'),
      font: { size: 10.5, family: token('--font-ui'), weight: 'normal' },
      padding: { x: 3, y: 1 },
      borderRadius: 2,
    },
  };
}
