/** Korean text of the training page. */
import type { watchingEn } from './watching.en';

export const watchingKo: typeof watchingEn = {
  pause: '일시정지',
  continue: '계속',
  paused: '일시정지됨',
  sampleNow: '지금 샘플',
  checkpointNow: '지금 체크포인트',

  smoothing: '평활화',
  lossAxis: '손실 축',
  scales: { linear: '선형', log: '로그' },
  table: '손실을 표로 보기',
  allSteps: '전체 스텝',
  stepsShown: (first, last) => `${first}–${last}스텝`,
  zoomIn: '확대',
  zoomOut: '축소',
  wholeRun: '전체 보기',
  chart: (values, scale) => `스텝별 곡선, ${scale}. 최근 값: ${values}`,
  scaleWords: { linear: '선형', log: '로그' },
  cursor: (names) => `한 스텝의 ${names} 값 읽기`,
  atStep: (step) => `${step}스텝`,
  valuesAt: (step, values) => `${step}스텝: ${values}`,
  noValues: '아직 스텝이 없습니다',
  chartHelp:
    '화살표 키로 곡선을 따라 움직이고 Shift와 함께 누르면 더 크게 움직입니다. 더하기와 빼기로 확대·축소하고, Page Up과 Page Down으로 옮기며, 0으로 전체를 봅니다.',

  tableCaption: '스텝 구간마다 평균이며, 그 아래는 최솟값과 최댓값입니다.',
  tableSteps: '스텝',
  tableEmpty: '첫 스텝이 끝나면 표가 채워집니다.',
  stretch: (first, last) => (first === last ? first : `${first}–${last}`),
  between: (low, high) => `${low}–${high}`,
  changedAfter: (step, what) => `${step}스텝 뒤: ${what}`,

  whileItTrains: '학습 중 조절',
  nextStep: '다음 스텝부터 적용됩니다',
  changed: {
    lambda: '람다',
    learningRate: '학습률',
    epochs: '에포크 수',
    steps: '스텝 수',
  },
  fields: { lambda: '람다(L1 가중치)', learningRate: '학습률', epochs: '에포크 수' },
  asSlider: (field) => `${field} 슬라이더`,

  earlierSamples: '스텝별 샘플',
  checkpointAt: (step) => `${step}스텝의 체크포인트`,
  sampleStep: (step) => `${step}스텝`,
  sampleEpoch: (epoch) => `에포크 ${epoch}`,
  untrained: '학습 전',
  newest: '최신',
  meanL1: (value) => `L1 ${value}`,
  meanL1Hint: '이 짝들 전체에서 목표와의 평균 절대 차이',
  compare: '예측과 비교할 그림',
  wipes: { off: '없음', target: '목표', input: '입력' },
  wipeBetween: (before) => `${before}에서 예측으로 넘겨 보기`,
};
