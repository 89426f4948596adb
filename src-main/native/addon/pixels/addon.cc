// Pixels of pictures as an addon of Node, for `pixels.ts`: TensorFlow's decoders, and what is made of their pixels where
// they lie. Through TF.js each picture would be copied several times, as four bytes a value, which takes longer than
// decoding it.
#include "../javascript.h"
#include "decode.h"
#include "looks.h"
#include "nearest.h"
#include "part.h"
#include "smooth.h"

namespace {

using namespace pix2pix;

int64_t Integer(napi_env env, napi_value value) {
  int64_t number = 0;
  Check(napi_get_value_int64(env, value, &number));
  return number;
}

napi_value Share(napi_env env, double share) {
  napi_value value;
  Check(napi_create_double(env, share, &value));
  return value;
}

struct Bytes {
  uint8_t* data;
  size_t length;
};

Bytes BytesOf(napi_env env, napi_value value) {
  Bytes bytes;
  bytes.data = Elements<uint8_t>(env, value, napi_uint8_array, &bytes.length);
  return bytes;
}

// A decoded picture; JavaScript holds it, and empties it as soon as it needs it no more.
struct Decoded {
  TF_Tensor* tensor = nullptr;
  ~Decoded() { Empty(); }
  void Empty() {
    if (tensor != nullptr) TF_DeleteTensor(tensor);
    tensor = nullptr;
  }
};

Decoded& DecodedOf(napi_env env, napi_value value) {
  void* decoded = nullptr;
  Check(napi_get_value_external(env, value, &decoded));
  return *static_cast<Decoded*>(decoded);
}

// Of a decoded picture, or of an array of JavaScript's.
Bytes PixelsOf(napi_env env, napi_value value) {
  napi_valuetype type;
  Check(napi_typeof(env, value, &type));
  if (type != napi_external) return BytesOf(env, value);
  TF_Tensor* tensor = DecodedOf(env, value).tensor;
  Require(tensor != nullptr, "the picture was disposed of");
  return {static_cast<uint8_t*>(TF_TensorData(tensor)), TF_TensorByteSize(tensor)};
}

// From seven arguments: pixels, width and height; left, top, width and height.
Part PartOf(napi_env env, const napi_value* arguments) {
  const Bytes pixels = PixelsOf(env, arguments[0]);
  int64_t numbers[6];
  for (int index = 0; index < 6; index++) numbers[index] = Integer(env, arguments[index + 1]);
  const auto [width, height, left, top, partWidth, partHeight] = numbers;
  Require(width > 0 && height > 0 && pixels.length == static_cast<size_t>(width * height * kChannels),
          "the pixels are not those of an RGB picture of this size");
  Require(left >= 0 && top >= 0 && partWidth > 0 && partHeight > 0 && left + partWidth <= width &&
              top + partHeight <= height,
          "the part does not lie in the picture");
  const int64_t stride = width * kChannels;
  return {pixels.data + top * stride + left * kChannels, stride, partWidth, partHeight};
}

// decode(operation, file, channels, ratio): { pixels, width, height }
napi_value Decode(napi_env env, const napi_value* arguments) {
  char operation[32];
  Check(napi_get_value_string_utf8(env, arguments[0], operation, sizeof operation, nullptr));
  const Bytes file = BytesOf(env, arguments[1]);
  auto decoded = std::make_unique<Decoded>();
  TF_Tensor* tensor = decoded->tensor =
      DecodedBy(operation, file.data, file.length, Integer(env, arguments[2]), Integer(env, arguments[3]));
  const napi_value pixels = External(env, std::move(decoded));
  napi_value width, height, result;
  Require(TF_NumDims(tensor) == 3, "a picture was expected");
  Check(napi_create_int64(env, TF_Dim(tensor, 0), &height));
  Check(napi_create_int64(env, TF_Dim(tensor, 1), &width));
  Check(napi_create_object(env, &result));
  Check(napi_set_named_property(env, result, "pixels", pixels));
  Check(napi_set_named_property(env, result, "width", width));
  Check(napi_set_named_property(env, result, "height", height));
  return result;
}

// dispose(pixels)
napi_value Dispose(napi_env env, const napi_value* arguments) {
  DecodedOf(env, arguments[0]).Empty();
  return nullptr;
}

// copy(pixels): a new array
napi_value Copy(napi_env env, const napi_value* arguments) {
  const Bytes pixels = PixelsOf(env, arguments[0]);
  void* data = nullptr;
  napi_value buffer, result;
  Check(napi_create_arraybuffer(env, pixels.length, &data, &buffer));
  std::memcpy(data, pixels.data, pixels.length);
  Check(napi_create_typedarray(env, napi_uint8_array, pixels.length, buffer, 0, &result));
  return result;
}

// resize(…part, width, height, smooth, result)
napi_value Resize(napi_env env, const napi_value* arguments) {
  const Part part = PartOf(env, arguments);
  const int64_t width = Integer(env, arguments[7]), height = Integer(env, arguments[8]);
  bool smooth = false;
  Check(napi_get_value_bool(env, arguments[9], &smooth));
  const Bytes result = BytesOf(env, arguments[10]);
  Require(width > 0 && height > 0 && result.length == static_cast<size_t>(width * height * kChannels),
          "the result has another size");
  (smooth ? ResizeSmooth : ResizeNearest)(part, width, height, result.data);
  return nullptr;
}

// equalShare(…part, rowStep)
napi_value EqualShareOf(napi_env env, const napi_value* arguments) {
  const Part part = PartOf(env, arguments);
  return Share(env, EqualShare(part, std::max<int64_t>(1, Integer(env, arguments[7]))));
}

// coveredShare(…part, rowStep, colours)
napi_value CoveredShareOf(napi_env env, const napi_value* arguments) {
  const Part part = PartOf(env, arguments);
  return Share(env, CoveredShare(part, std::max<int64_t>(1, Integer(env, arguments[7])), Integer(env, arguments[8])));
}

using Function = napi_value (*)(napi_env, const napi_value*);

template <Function function, size_t count>
napi_value Call(napi_env env, napi_callback_info info) {
  return Guarded(env, [&] { return function(env, Arguments(env, info, count).data()); });
}

napi_value Initialise(napi_env env, napi_value exports) {
  const auto add = [&](const char* name, napi_callback function) {
    napi_value value;
    if (napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value) == napi_ok) {
      napi_set_named_property(env, exports, name, value);
    }
  };
  add("decode", Call<Decode, 4>);
  add("dispose", Call<Dispose, 1>);
  add("copy", Call<Copy, 1>);
  add("resize", Call<Resize, 11>);
  add("equalShare", Call<EqualShareOf, 8>);
  add("coveredShare", Call<CoveredShareOf, 9>);
  return exports;
}

}  // namespace

NAPI_MODULE(pixels, Initialise)
