import type * as Monaco from 'monaco-editor';
import type { TextProblem } from './text-problem';

type Model = Monaco.editor.ITextModel;

/** A stretch of a text as lines and columns. */
export function rangeOf(
  model: Model,
  { start, end }: { readonly start: number; readonly end: number },
): Monaco.IRange {
  const from = model.getPositionAt(start);
  const to = model.getPositionAt(end);
  return {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  };
}

/** Shows another text in an editor as one step that can be undone; nothing when it is there already. */
export function replaceText(editor: Monaco.editor.IStandaloneCodeEditor | null, text: string): void {
  const model = editor?.getModel();
  if (!editor || !model || model.getValue(1) === text) return;
  editor.pushUndoStop();
  editor.executeEdits('replace', [{ range: model.getFullModelRange(), text }]);
  editor.pushUndoStop();
}

/** Underlines what is to be corrected, with its message on hover. */
export function showProblems(monaco: typeof Monaco, model: Model, problems: readonly TextProblem[]): void {
  const { MarkerSeverity } = monaco;
  const severities = {
    error: MarkerSeverity.Error,
    warning: MarkerSeverity.Warning,
    info: MarkerSeverity.Info,
  };
  monaco.editor.setModelMarkers(
    model,
    'prompt-registry',
    problems.map((problem) => ({
      ...rangeOf(model, problem),
      message: problem.message,
      severity: severities[problem.severity],
    })),
  );
}
