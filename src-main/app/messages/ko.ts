/** Korean texts of the menus, the tray and the notifications. */
import type { AppMessages } from './en';

export const ko: AppMessages = {
  file: '파일',
  edit: '편집',
  view: '보기',
  run: '실행',
  window: '창',
  help: '도움말',

  openFolder: '폴더 열기…',
  getDataset: '데이터 받기…',
  openRecent: '최근에 연 폴더',
  noRecent: '아직 없음',
  settings: '설정…',
  quit: '끝내기',

  undo: '실행 취소',
  redo: '다시 실행',
  cut: '잘라내기',
  copy: '복사',
  paste: '붙여넣기',
  selectAll: '모두 선택',

  home: '처음 화면',
  runs: '학습 기록',
  dataset: '데이터',
  training: '학습',
  tryIt: '써 보기',
  export: '내보내기',
  actualSize: '원래 크기',
  zoomIn: '확대',
  zoomOut: '축소',
  fullScreen: '전체 화면',
  developerTools: '개발자 도구',

  start: '학습 시작 또는 이어서 학습',
  pause: '일시정지 또는 계속',
  stop: '중지하고 저장',
  sample: '지금 샘플',
  checkpoint: '지금 체크포인트',

  minimise: '최소화',
  close: '닫기',

  documentation: '문서',
  showLog: '로그 보기',
  licences: '라이선스',
  about: 'Pix2Pix Studio 정보',

  show: '창 보이기',
  trayTraining: (run, percent) => `${run}: ${percent}%`,
  trayHeld: (run, percent) => `${run}: ${percent}%에서 일시정지`,
  trayIdle: '학습 중인 것이 없음',

  finishedTitle: (run) => `${run} 학습이 끝났습니다`,
  finishedBody: (steps) => `${steps}스텝을 모두 마치고 마지막 스텝을 저장했습니다.`,
  failedTitle: (run) => `${run} 학습이 멈췄습니다`,
  inBackgroundTitle: (run) => `${run}을(를) 백그라운드에서 학습합니다`,
  inBackgroundBody: '아이콘은 트레이에 있습니다. Pix2Pix Studio를 다시 실행해도 창이 나타납니다.',
};
