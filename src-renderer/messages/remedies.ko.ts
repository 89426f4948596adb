/** Korean texts of what can be done about an error. */
import type { remediesEn } from './remedies.en';

export const remediesKo: typeof remediesEn = {
  seeHelp: '명령줄 문서에 더 자세히 나와 있습니다.',
  chooseTransform: '그림마다 입력 만들기',
  chooseFolders: '두 폴더 고르기…',
  foldersTitle: '짝이 든 폴더',
  openFolders: '열기',
  recogniseFolders: '폴더 자동 인식',
  cropPictures: '늘이지 않고 자르기',
  largerPicture: '더 큰 그림을 쓰세요.',
  showRuns: '학습 기록 보기',
  acceptNewDataset: '이 그림으로 이어서 학습',
  findDataset: '그림 폴더 찾기…',
  setLearningRate: (rate) => `학습률 ${rate}(으)로 설정`,
  trainSmaller: '더 작게 학습',
  smaller: {
    batch: (value) => `배치 크기 ${value}(으)로 설정`,
    filters: (value) => `기본 필터 수 ${value}(으)로 설정`,
    size: (value) => `이미지 크기 ${value}(으)로 설정`,
  },
  freeMemory: '다른 프로그램을 닫거나 다른 컴퓨터에서 학습하세요.',
  freeDisk: '그 디스크의 공간을 비우세요.',
  showCache: '캐시 보기',
  acceptLicence: '동의했다면 해당 상자에 표시하세요.',
  switchNoiseOff: '노이즈 끄기',
  chooseDevice: '장치 자동 선택',
  trainInFloat32: 'float32로 학습',
  installAgain: 'Pix2Pix Studio를 다시 설치하세요.',
};
