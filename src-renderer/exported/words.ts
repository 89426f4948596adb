/** All that the page says. */
const en = {
  open: 'Open a picture…',
  clear: 'Clear',
  save: 'Save the result',
  otherNoise: 'Another noise',
  brush: 'Brush',
  colour: 'Colour',
  erase: 'Eraser',
  computesOn: 'Computes on',
  input: 'Input: drop a picture here, or draw',
  output: 'Output',
  loading: 'Loading the network…',
  starting: 'Preparing the network…',
  milliseconds: (value: number) => `${String(Math.round(value))} ms`,
  noPicture: (name: string) => `${name} is no picture that this browser can show.`,
  failed: (reason: string) => `The network does not run on this device: ${reason}`,
  step: (step: number) => `Step ${String(step)}. Everything stays on this machine.`,
};

export type Words = typeof en;

const ko: Words = {
  open: '그림 열기…',
  clear: '지우기',
  save: '결과 저장',
  otherNoise: '다른 노이즈',
  brush: '붓',
  colour: '색',
  erase: '지우개',
  computesOn: '계산 장치',
  input: '입력: 그림을 여기에 놓거나 그리세요',
  output: '출력',
  loading: '네트워크를 불러오는 중…',
  starting: '네트워크를 준비하는 중…',
  milliseconds: (value) => `${String(Math.round(value))}ms`,
  noPicture: (name) => `${name}은(는) 이 브라우저가 보여 줄 수 없는 그림입니다.`,
  failed: (reason) => `이 장치에서 네트워크를 실행할 수 없습니다: ${reason}`,
  step: (step) => `${String(step)}스텝. 모든 것이 이 컴퓨터에 남습니다.`,
};

export function wordsFor(language: string): Words {
  return language.startsWith('ko') ? ko : en;
}
