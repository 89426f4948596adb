import { flagOf } from '../options';
import { shellWord } from '../shell-word';
import type { RemedyCatalogue } from '../render-error';

export const remediesKo: RemedyCatalogue = {
  'see-help': () => '--help를 붙여 필요한 것을 확인하세요.',
  'choose-dataset': () => '경로를 확인하거나 "sample-data"로 예제 데이터를 만드세요.',
  'choose-transform': () => `그림이 하나씩이면 입력을 만드는 변환을 고르세요. 예: ${flagOf('transform')} edges`,
  'choose-folders': () => `${flagOf('inputFolder')}와 ${flagOf('targetFolder')}로 고르세요.`,
  'recognise-folders': () => `있는 폴더를 고르거나 ${flagOf('inputFolder')}와 ${flagOf('targetFolder')}를 빼세요.`,
  'crop-pictures': () => `그림을 늘이지 않고 자르려면 ${flagOf('fit')} crop을 쓰세요.`,
  'scale-as-in-training': () => '크게 만들거나 --scale training을 쓰세요.',
  'resume-run': ({ run }) => `다른 폴더를 고르거나 "resume ${shellWord(run)}"으로 이어서 학습하세요.`,
  'choose-run': () => '"train --run"이 만든 폴더를 지정하세요.',
  'accept-new-dataset': () => '이 그림으로 이어서 학습하려면 --accept-new-dataset을 붙이세요.',
  'find-dataset': () => '--dataset으로 지금 있는 곳을 지정하세요.',
  'train-further': () => `계속하려면 ${flagOf('epochs')}나 ${flagOf('steps')}를 더 크게 지정하세요.`,
  'lower-learning-rate': ({ learningRate, resumes }) =>
    `학습률을 낮추어 ${resumes ? '이어서 학습하세요' : '다시 시작하세요'}. 예: ${flagOf('learningRate')} ${String(learningRate)}`,
  'train-smaller': ({ changes }) =>
    `${changes.map(({ field, value }) => `${flagOf(field)} ${String(value)}`).join(' / ')} 중 하나를 써 보세요.`,
  'free-memory': () => '다른 프로그램을 닫거나 다른 컴퓨터에서 학습하세요.',
  'free-disk': () => '그곳의 공간을 비우세요. 예: "cache --clear"',
  'accept-licence': () => '동의했다면 --accept-licence로 알려 주세요.',
  'replace-export': () => '다른 위치를 고르거나 --force로 그 내보내기를 바꾸세요.',
  'switch-noise-off': () => `${flagOf('noiseAtInference')} off를 쓰세요.`,
  'choose-device': () => `${flagOf('device')} cpu나 auto를 쓰세요.`,
  'train-in-float32': () => `${flagOf('precision')} float32나 auto로 새 학습을 시작하세요.`,
  'install-again': () => '소스에서는 "npm run setup"을 실행하고, 아니면 Pix2Pix Studio를 다시 설치하세요.',
  'stop-run': () => '그 학습을 중지하거나 끝날 때까지 기다리세요.',
};
