import type { ErrorData } from '../errors';
import type { ErrorCatalogue } from './render';

export const errorsKo: ErrorCatalogue = {
  'command-unknown': ({ command, known, suggestion }) =>
    `"${command}" 명령이 없습니다. ${suggestion === undefined ? `사용할 수 있는 명령: ${known}` : `비슷한 명령: ${suggestion}`}`,
  'argument-missing': ({ argument }) => `${argument}이(가) 빠졌습니다.`,
  'argument-unexpected': ({ command, expected, given }) =>
    `"${command}"에 인수가 너무 많습니다. ${String(expected)}개를 받는데 ${String(given)}개가 주어졌습니다. 빈칸이 든 경로는 따옴표로 묶으세요.`,
  'option-unknown': ({ option, known, suggestion }) =>
    `"${option}" 옵션이 없습니다. ${suggestion === undefined ? `사용할 수 있는 옵션: ${known}` : `비슷한 옵션: ${suggestion}`}`,
  'option-value': ({ option, value, allowed }) => `${option}에 "${value}" 값을 쓸 수 없습니다. 허용: ${allowed}`,
  'option-without-value': ({ option }) => `${option} 옵션에 값이 필요합니다.`,
  'option-missing': ({ option }) => `${option} 옵션이 꼭 필요합니다.`,
  'config-file': ({ path, reason }) =>
    `설정 파일 ${path}을(를) 쓸 수 없습니다: ${reason}. 옵션을 담은 JSON 객체여야 합니다.`,
  'dataset-missing': ({ path }) => `${path} 폴더가 없습니다.`,
  'folder-not-chosen': ({ path }) => `${path}은(는) 여기서 연 적이 없는 폴더라서, 직접 선택하기 전에는 읽지 않습니다.`,
  'dataset-not-folder': ({ path }) => `${path}은(는) 파일입니다. 짝 그림이 든 폴더를 지정하세요.`,
  'dataset-unreadable': ({ path, reason }) => `${path} 폴더를 읽을 수 없습니다: ${reason}. 권한을 확인하세요.`,
  'dataset-not-open': () => '그사이 다른 데이터를 열었습니다. 이 데이터를 다시 여세요.',
  'dataset-no-pairs': ({ path, setAside }) =>
    `${path}에서 짝 그림을 찾지 못했습니다(제외한 파일 ${String(setAside)}개). train/과 test/(또는 val/) 또는 폴더 바로 아래에서 입력과 목표를 나란히 또는 위아래로 놓은 그림을, 그리고 이름이 같은 그림이 든 두 폴더를 찾아보았습니다.`,
  'dataset-no-training-pairs': ({ path, testPairs }) =>
    `${path}에 시험용 짝은 ${String(testPairs)}개 있지만 학습용 짝이 없습니다. train/ 폴더에 짝 그림을 넣으세요.`,
  'dataset-changed': ({ path }) =>
    `읽는 동안 ${path}의 그림이 바뀌었습니다. 이 폴더에 쓰는 작업이 끝난 뒤 다시 시작하세요.`,
  'image-unreadable': ({ name, reason }) =>
    `${name}을(를) 읽을 수 없습니다: ${reason}. 그림 편집기에서 열어 다시 저장하세요.`,
  'image-empty': ({ name }) => `${name}은(는) 빈 파일(0바이트)입니다. 원본에서 다시 복사하세요.`,
  'image-not-pair': ({ name, width, height }) =>
    `${name}의 크기는 ${String(width)}×${String(height)}입니다. 짝 그림은 너비가 짝수이고 두 절반의 크기가 같아야 합니다. 입력과 목표를 나란히 놓으세요.`,
  'image-too-large': ({ name, width, height, limit }) =>
    `${name}의 크기는 ${String(width)}×${String(height)}로 ${String(limit)}메가픽셀을 넘습니다. 크기를 줄이세요.`,
  'image-too-small': ({ name, width, height, minimum }) =>
    `${name}은(는) ${String(width)}×${String(height)}입니다. 이 네트워크에는 한 변이 ${String(minimum)}픽셀 이상이어야 합니다.`,
  'image-format': ({ name }) =>
    `${name}은(는) 읽을 수 있는 형식(JPEG, PNG, WebP, TIFF, BMP, GIF, AVIF)의 그림이 아닙니다. 그중 하나로 저장하세요.`,
  'image-heic': ({ name }) =>
    `${name}은(는) 휴대전화가 찍는 HEIC 그림이며 여기서는 해독할 수 없습니다. JPEG나 PNG로 저장하세요.`,
  'image-missing': ({ name }) => `${name}이(가) 사라졌습니다. 되돌려 놓거나 폴더를 다시 읽으세요.`,
  'image-forbidden': ({ name }) => `${name}을(를) 읽을 권한이 없습니다. 권한을 확인하세요.`,
  'image-not-file': ({ name }) => `${name}은(는) 파일이 아닙니다. 폴더에서 빼세요.`,
  'image-link-loop': ({ name }) => `${name}은(는) 자기 자신으로 되돌아오는 링크입니다. 지우세요.`,
  'image-file-too-large': ({ name, megabytes, limit }) =>
    `${name}의 크기는 ${String(megabytes)}MB로 ${String(limit)}MB를 넘습니다. 더 작게 저장하세요.`,
  'image-crashed': ({ name, reason }) =>
    `${name} 때문에 그림을 해독하는 프로그램이 실패했습니다(${reason}). 그림 편집기에서 열어 다시 저장하세요.`,
  'image-too-slow': ({ name, seconds }) =>
    `${name}을(를) ${String(seconds)}초 안에 해독하지 못했습니다. 그림 편집기에서 열어 다시 저장하세요.`,
  'image-named-otherwise': ({ name, format }) =>
    `${name}에는 이름과 달리 ${format} 그림이 들어 있습니다. 그대로 쓰지만, 다른 프로그램도 읽을 수 있게 이름을 바꾸세요.`,
  'pair-incomplete': ({ name, folder }) =>
    `${name}과(와) 이름이 같은 그림이 ${folder}에 없습니다. 그곳에 넣거나 이 그림을 빼세요.`,
  'pair-ambiguous': ({ name, other }) =>
    `${name}은(는) ${other}과(와) 확장자만 다르고 이름이 같습니다. 하나를 지우세요.`,
  'pair-partner-unusable': ({ name, other }) =>
    `${name}은(는) 짝인 ${other}을(를) 쓸 수 없어 제외했습니다. 그 파일을 고치세요.`,
  'image-not-stacked': ({ name, width, height }) =>
    `${name}의 크기는 ${String(width)}×${String(height)}입니다. 위아래로 놓은 짝 그림은 높이가 짝수이고 두 절반의 크기가 같아야 합니다. 입력과 목표를 위아래로 놓으세요.`,
  'pair-sizes-differ': ({ name, inputWidth, inputHeight, targetWidth, targetHeight }) =>
    `${name}: 입력은 ${String(inputWidth)}×${String(inputHeight)}, 목표는 ${String(targetWidth)}×${String(targetHeight)}입니다. 그대로 쓰지만, 둘이 같은 것을 보여 주는지 확인하세요.`,
  'pair-duplicate': ({ name, other }) => `${name}은(는) ${other}과(와) 내용이 같습니다. 둘 다 쓰지만, 하나를 지우세요.`,
  'pair-in-both-splits': ({ name, other }) =>
    `시험용 ${name}과(와) 학습용 ${other}의 내용이 같습니다. 시험이 외운 것만 재게 되므로 하나를 지우세요.`,
  'dataset-folders-unclear': ({ path, folders }) =>
    `${path}에 폴더가 여러 개 있어(${folders.join(', ')}) 어느 둘이 입력과 목표인지 분명하지 않습니다.`,
  'dataset-folder-missing': ({ path, folder }) => `${path}에 ${folder} 폴더가 없습니다.`,
  'dataset-transform-missing': ({ path }) => `${path}처럼 그림이 하나씩 있으면 입력을 만드는 변환이 필요합니다.`,
  'run-exists': ({ path }) => `학습 기록 폴더 ${path}이(가) 이미 있고 비어 있지 않습니다.`,
  'run-missing': ({ path }) => `${path}에 학습 기록이 없습니다: run.json이 없습니다.`,
  'run-damaged': ({ path, reason }) =>
    `학습 기록 ${path}을(를) 읽을 수 없습니다: ${reason}. run.json을 사본에서 되살리세요.`,
  'run-newer': ({ path, format, supported }) =>
    `학습 기록 ${path}의 형식은 ${String(format)}이고 이 버전은 ${String(supported)}까지 읽습니다. Pix2Pix Studio를 업데이트하세요.`,
  'run-dataset-changed': ({ path, dataset }) =>
    `${dataset}의 그림이 ${path}을(를) 학습할 때와 다릅니다. 그림을 되돌리거나 이 그림으로 이어서 학습하세요.`,
  'run-dataset-missing': ({ path, dataset }) => `${path}을(를) 학습한 그림이 있던 ${dataset} 폴더가 없습니다.`,
  'run-config-changed': ({ path, field, trained, found }) =>
    `${path}의 ${field}은(는) ${found}인데 체크포인트는 ${trained}(으)로 학습했습니다. run.json에서 되돌리세요. 에포크, 스텝, 람다, 학습률과 저장 간격만 바꿀 수 있습니다.`,
  'run-locked': ({ path, process, host }) =>
    `${host}의 프로세스 ${String(process)}이(가) ${path}에 학습하는 중입니다. 먼저 멈추거나 끝날 때까지 기다리세요.`,
  'run-lock-lost': ({ path, process, host }) =>
    `이 컴퓨터가 절전 상태였거나 디스크가 응답하지 않는 동안 ${process === null || host === null ? '다른 프로세스가' : `${host}의 프로세스 ${String(process)}이(가)`} ${path}을(를) 넘겨받았습니다. 여기의 학습은 멈췄고 더 이상 아무것도 쓰지 않습니다. 마지막 체크포인트 이후에 학습한 것은 사라집니다. 그쪽에서 계속 학습하게 두거나, 그쪽을 멈추고 이어 하세요.`,
  'run-not-training': () =>
    '지금 학습 중인 것이 없어 일시정지하거나 바꿀 수 없습니다. 먼저 학습을 시작하거나 이어 하세요.',
  'run-finished': ({ path, step, total }) =>
    `${path}은(는) 이미 ${String(total)}스텝 중 ${String(step)}스텝을 마쳤습니다.`,
  'checkpoint-none': ({ path }) => `${path}에 온전한 체크포인트가 아직 없습니다. 첫 체크포인트까지 학습하세요.`,
  'checkpoint-damaged': ({ path, reason }) => `체크포인트 ${path}이(가) 손상되었습니다: ${reason}.`,
  'checkpoint-fallback': ({ damaged, used, reason }) =>
    `체크포인트 ${damaged}이(가) 손상되어(${reason}) ${used}을(를) 대신 사용합니다.`,
  'checkpoint-missing': ({ path, step, known }) =>
    `실행 ${path}에는 ${String(step)}스텝의 체크포인트가 없습니다. 있는 것: ${known}.`,
  'file-refused': ({ path, kind }) =>
    ({
      link: `${path}은(는) 링크라서 따라가지 않습니다. 링크가 가리키는 것을 그 자리에 두세요.`,
      outside: `${path}은(는) 폴더 밖으로 이어져 있어 쓰지 않습니다. 그 자리에 같은 이름의 폴더를 두세요.`,
      folder: `${path} 자리에는 파일이 있어야 하는데 폴더가 있습니다.`,
      special: `${path}은(는) 파일이 아니라 파이프, 장치 또는 소켓이라서 열지 않습니다.`,
    })[kind],
  'file-too-large': ({ path, bytes, limit }) =>
    `${path}의 크기가 ${String(bytes)}바이트입니다. 이런 파일은 최대 ${String(limit)}바이트이므로 읽지 않습니다.`,
  'disk-full': ({ path }) => `디스크가 가득 차서 ${path}을(를) 쓰지 못했습니다. 이미 저장한 것은 그대로입니다.`,
  'disk-low': ({ path, freeMegabytes, neededMegabytes }) =>
    `${path}의 디스크가 거의 찼습니다. 남은 공간은 ${String(freeMegabytes)}MB이고 체크포인트 하나는 ${String(neededMegabytes)}MB입니다. 아직 쓸 수 있을 때 지금 하나를 저장합니다.`,
  'disk-without-sync': ({ path }) =>
    `${path}의 디스크는 일부 네트워크 디스크처럼 파일 이름이 기록되었는지 확인해 주지 않습니다. 학습은 계속됩니다. 정전이 되면 최신 체크포인트가 없을 수 있으며, 그때는 그 앞의 것을 사용합니다.`,
  'write-failed': ({ path, reason }) =>
    `${path}을(를) 쓰지 못했습니다: ${reason}. 폴더가 있는지, 쓸 권한이 있는지 확인하세요.`,
  'trash-failed': ({ path, reason }) =>
    `${path}을(를) 휴지통으로 옮기지 못했습니다: ${reason}. 파일 관리자에서 지우세요.`,
  'disk-too-small': ({ path, freeMegabytes, neededMegabytes }) =>
    `${path}에 ${String(neededMegabytes)}MB가 필요하지만 ${String(freeMegabytes)}MB만 남아 있습니다.`,
  'download-address': ({ address }) =>
    `${address}에서는 내려받지 않습니다. 암호화된 주소(https)만 사용합니다. 주소를 확인하세요.`,
  'download-offline': ({ address, reason }) =>
    `${address}에 연결할 수 없습니다: ${reason}. 인터넷 연결을 확인하고 다시 시도하세요. 전에 받은 부분은 남아 있습니다.`,
  'download-refused': ({ address, status }) =>
    `서버가 ${address}을(를) 주지 않습니다(HTTP 상태 ${String(status)}). ${status >= 500 ? '나중에 다시 시도하세요.' : '자료가 옮겨졌을 수 있습니다. pix2pix 논문 페이지에서 찾아보세요.'}`,
  'download-interrupted': ({ address, received, total, reason }) =>
    `${address}을(를) ${String(total)}바이트 중 ${String(received)}바이트까지 받다가 끊겼습니다: ${reason}. 다시 시도하면 이어서 받습니다.`,
  'archive-damaged': ({ name, reason }) =>
    `${name} 압축 파일이 손상되었습니다: ${reason}. 파일을 지웠으니 다시 시도해 새로 받으세요.`,
  'archive-unsafe': ({ name, entry, reason }) =>
    `${name} 압축 파일을 거부했습니다(${reason}): ${
      {
        path: `"${entry}"이(가) 정해진 폴더 밖에 쓰려고 합니다`,
        link: `"${entry}"은(는) 파일이 아니라 링크나 장치입니다`,
        size: '그림 데이터라고 보기에는 너무 크게 풀립니다',
      }[reason]
    }. 아무것도 쓰지 않았습니다. 저자들의 주소에서만 받으세요.`,
  'licence-not-accepted': ({ dataset, address }) =>
    `${dataset}은(는) 이용 조건에 동의한 사람만 쓸 수 있습니다: ${address}.`,
  'open-failed': ({ path, reason }) =>
    `${path}을(를) 열지 못했습니다: ${reason}. 파일 관리자에서 이 파일을 열 프로그램을 정하세요.`,
  'output-exists': ({ path }) => `${path}이(가) 이미 있습니다. 다른 곳을 고르거나 지우세요.`,
  'export-exists': ({ path }) => `내보내기 ${path}이(가) 이미 있습니다.`,
  'export-not-replaced': ({ path }) =>
    `${path}이(가) 이미 있으며 내보내기가 아니므로 바꾸지 않습니다. 다른 위치를 고르거나 직접 지우세요.`,
  'export-not-runnable': ({ path, format }) =>
    `${path}은(는) 다른 프로그램을 위한 ${format} 형식의 내보내기입니다. 실행 폴더나 savedmodel 내보내기로 예측하세요.`,
  'export-damaged': ({ path, reason }) => `내보낸 모델 ${path}을(를) 쓸 수 없습니다: ${reason}. 다시 내보내세요.`,
  'export-foreign': ({ path }) =>
    `${path}의 모델은 이 버전의 Pix2Pix Studio가 쓰는 것과 다릅니다. 바뀌었거나 손상되었거나, 다른 버전이나 다른 프로그램에서 만든 것입니다. 모델에는 명령이 들어 있을 수 있으므로 열지 않았습니다. 학습 기록 자체나 이 버전으로 내보낸 모델을 쓰세요.`,
  'export-without-noise': ({ path }) =>
    `내보낸 모델 ${path}에는 노이즈가 없습니다. 학습 기록 자체에는 있을 수 있습니다.`,
  'run-without-dropout': ({ path }) => `학습 기록 ${path}은(는) 드롭아웃 없이 학습되어 내보낼 노이즈가 없습니다.`,
  'inputs-none': ({ path }) => `폴더 ${path}에 그림이 없습니다. 그림이나 그림이 든 폴더를 주세요.`,
  'native-library-missing': ({ reason }) => `TensorFlow 라이브러리가 없거나 불러올 수 없습니다: ${reason}.`,
  'precision-missing': ({ precision, device }) =>
    `${device}은(는) ${precision} 계산을 지원하지 않습니다. ${precision}으로 시작한 학습은 이를 지원하는 프로세서나 GPU에서만 이어 갈 수 있습니다.`,
  'gpu-missing': ({ reason }) => `GPU를 쓸 수 없습니다: ${reason}.`,
  'gpu-unused': ({ gpu }) =>
    `${gpu}을(를) 쓰지 않습니다: 이 TensorFlow 라이브러리는 GPU를 지원하지 않습니다. 프로세서로 학습합니다.`,
  'dataset-no-test-pairs': ({ path }) => `${path}에 시험용 짝이 없습니다. test/ 폴더에 넣으세요.`,
  'loss-not-finite': ({ step, loss, variable, lambda, learningRate, keptStep }) =>
    `${String(step)}스텝에서 ${[loss, variable].filter((name) => name !== null).join(', ')}이(가) 유한한 수가 아닙니다(람다 ${String(lambda)}, 학습률 ${String(learningRate)}). ${
      keptStep === null
        ? '아직 체크포인트가 없습니다.'
        : `학습 기록을 ${String(keptStep)}스텝의 체크포인트로 되돌렸습니다.`
    }`,
  'out-of-memory': ({ reason, peakMegabytes, ...memory }) =>
    `${trainingOf(memory)}에 필요한 메모리가 부족합니다(${reason}${peakMegabytes === null ? '' : `, ${String(peakMegabytes)}MB에서`}).${amounts(memory)}`,
  'memory-short': (memory) => `${trainingOf(memory)}에는 메모리가 모자랄 수 있습니다.${amounts(memory)}`,
  'memory-beside-training': ({ freeMegabytes, neededMegabytes }) =>
    `학습 중이라 남은 메모리가 ${String(freeMegabytes)}MB이고 생성자에는 약 ${String(neededMegabytes)}MB가 필요합니다.`,
  'trainer-stopped': ({ reason, step }) => `학습 프로세스가 ${String(step)}스텝에서 멈췄습니다: ${reason}.`,
  'trainer-busy': ({ run }) => `${run}을(를) 학습하는 중입니다.`,
  'request-invalid': ({ channel, reason }) => `"${channel}" 요청을 거부했습니다: ${reason}.`,
  unexpected: ({ reason }) => `예상하지 못한 문제가 생겼습니다: ${reason}.`,
};

function trainingOf({ size, filters, batch }: ErrorData['memory-short']): string {
  return `그림 크기 ${String(size)}픽셀, 필터 ${String(filters)}개, 배치 ${String(batch)}`;
}

function amounts({ neededMegabytes, limitMegabytes }: ErrorData['memory-short']): string {
  return neededMegabytes === null || limitMegabytes === null
    ? ''
    : ` 이런 학습에는 약 ${String(neededMegabytes)}MB가 필요한데 쓸 수 있는 메모리는 ${String(limitMegabytes)}MB입니다.`;
}
