/** All that the page says. */
import type { InputRecipe } from '../../src-main/contract/config';

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
  photographs: 'Opened pictures are photographs',
  prepared: 'A picture that you open is prepared as in the training.',
  halves: {
    left: 'Of one that is twice as wide as high, the left half is taken.',
    right: 'Of one that is twice as wide as high, the right half is taken.',
    top: 'Of one that is twice as high as wide, the upper half is taken.',
    bottom: 'Of one that is twice as high as wide, the lower half is taken.',
  },
  fits: {
    stretch: (side: string) => `It is stretched to ${side} pixels.`,
    crop: (side: string) => `The square in its middle is taken, at ${side} pixels.`,
    pad: (side: string, background: string) => `All of it is fitted into ${side} pixels, on ${background}.`,
  },
  transforms: {
    none: '',
    edges: 'Then its edges are drawn, black on white (Canny).',
    greyscale: 'Then its colours are taken away.',
    'downscale-2': 'Then it is made half as large, and enlarged again.',
    'downscale-4': 'Then it is made a quarter as large, and enlarged again.',
    blur: 'Then it is blurred.',
    mask: 'Then a grey rectangle is laid over its middle.',
  },
  isInput: 'It is taken as an input already.',
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
  photographs: '여는 그림은 사진입니다',
  prepared: '여는 그림은 학습할 때와 같은 방법으로 준비합니다.',
  halves: {
    left: '가로가 세로의 두 배이면 왼쪽 절반을 씁니다.',
    right: '가로가 세로의 두 배이면 오른쪽 절반을 씁니다.',
    top: '세로가 가로의 두 배이면 위쪽 절반을 씁니다.',
    bottom: '세로가 가로의 두 배이면 아래쪽 절반을 씁니다.',
  },
  fits: {
    stretch: (side) => `${side}픽셀로 늘입니다.`,
    crop: (side) => `가운데 정사각형을 ${side}픽셀로 씁니다.`,
    pad: (side, background) => `전체를 ${side}픽셀 안에 맞추고 나머지는 ${background} 색으로 채웁니다.`,
  },
  transforms: {
    none: '',
    edges: '그런 다음 흰 바탕에 검은 윤곽선만 남깁니다(Canny).',
    greyscale: '그런 다음 흑백으로 바꿉니다.',
    'downscale-2': '그런 다음 절반 크기로 줄였다가 다시 키웁니다.',
    'downscale-4': '그런 다음 4분의 1 크기로 줄였다가 다시 키웁니다.',
    blur: '그런 다음 흐리게 합니다.',
    mask: '그런 다음 가운데를 회색 사각형으로 가립니다.',
  },
  isInput: '이미 입력인 그림으로 보고 그대로 씁니다.',
};

/** What becomes of a picture that is opened. */
export function preparationText(words: Words, recipe: InputRecipe, size: number, transform: boolean): string {
  const { layout, inputSide, fit, background } = recipe;
  const isOnTop = layout === 'top-bottom';
  const half = isOnTop ? words.halves[inputSide === 'left' ? 'top' : 'bottom'] : words.halves[inputSide];
  return [
    words.prepared,
    ...(layout === 'single' || layout === 'folders' ? [] : [half]),
    words.fits[fit](`${String(size)} × ${String(size)}`, background),
    ...(recipe.transform === 'none' ? [] : [transform ? words.transforms[recipe.transform] : words.isInput]),
  ].join(' ');
}

export function wordsFor(language: string): Words {
  return language.startsWith('ko') ? ko : en;
}
