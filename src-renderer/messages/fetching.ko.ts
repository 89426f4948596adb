/** Korean texts of "Get a dataset…" and the cache. */
import type { fetchingEn } from './fetching.en';

export const fetchingKo: typeof fetchingEn = {
  title: '데이터 받기',
  open: '데이터 받기…',
  lead: 'pix2pix 논문의 데이터를 저자들의 서버에서 받습니다.',
  what: {
    facades: '건물 정면 도면에서 사진으로',
    maps: '지도에서 항공 사진으로',
    cityscapes: '거리 라벨 그림에서 사진으로',
    edges2shoes: '윤곽선에서 신발로',
    edges2handbags: '윤곽선에서 가방으로',
    night2day: '밤에서 낮으로, 고정 카메라',
  },
  size: (size, pairs) => `${size}, 학습용 짝 ${pairs}개`,
  terms: '다른 이들이 연구용으로 모은 자료입니다. 그림을 어떻게 쓸 수 있는지는 그 이용 조건을 따릅니다.',
  termsAt: '이용 조건과 출처',
  agree: 'Cityscapes에 등록하고 이용 조건에 동의했습니다.',
  place: '넣을 폴더',
  change: '바꾸기…',
  start: (size) => `${size} 받기`,
  stop: '멈추기',
  stopping: '멈추는 중…',
  connecting: '연결하는 중…',
  loaded: (done, total) => `${total} 중 ${done}`,
  unpacking: (files) => `압축 푸는 중: 파일 ${files}개`,
  kept: '멈췄습니다. 받은 부분은 남아 있으며 다음에 이어서 받습니다.',
  cache: '캐시',
  cacheSize: (size, stores) => `${size}, 풀어 놓은 데이터 ${stores}개`,
  cacheUnknown: '세는 중…',
  cacheHint: '풀어 놓은 그림과 받다 만 파일입니다. 필요할 때 다시 만듭니다.',
  clearCache: '캐시 비우기',
};
