// Pixels of pictures for `pixels.ts`: TensorFlow's decoders, and what is made of their pixels where they lie. Through
// TF.js each picture would be copied several times, as four bytes a value, which takes longer than decoding it.
#include <node_api.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"
#include "tensorflow/c/tf_tstring.h"

namespace {

constexpr int kChannels = 3;

// ---- What JavaScript gives and gets ----

void Require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

void Check(napi_status status) { Require(status == napi_ok, "a call of Node's interface failed"); }

int64_t Integer(napi_env env, napi_value value) {
  int64_t number = 0;
  Check(napi_get_value_int64(env, value, &number));
  return number;
}

struct Bytes {
  uint8_t* data;
  size_t length;
};

Bytes BytesOf(napi_env env, napi_value value) {
  napi_typedarray_type type;
  size_t length = 0;
  void* data = nullptr;
  Check(napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr));
  Require(type == napi_uint8_array, "bytes were expected");
  return {static_cast<uint8_t*>(data), length};
}

// A decoded picture; JavaScript holds it, and empties it as soon as it needs it no more.
struct Decoded {
  TF_Tensor* tensor;
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

// A rectangle of an RGB picture.
struct Part {
  const uint8_t* first;
  int64_t stride;
  int64_t width;
  int64_t height;
  const uint8_t* Row(int64_t row) const { return first + row * stride; }
};

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

// ---- Decoding ----

// Throws what TensorFlow says.
class Status {
 public:
  ~Status() { TF_DeleteStatus(status_); }
  TF_Status* get() const { return status_; }
  void Check() const {
    if (TF_GetCode(status_) != TF_OK) throw std::runtime_error(TF_Message(status_));
  }

 private:
  TF_Status* status_ = TF_NewStatus();
};

// One for the process, without a GPU and without threads: whoever wants several pictures at once starts processes.
TFE_Context* Context() {
  static TFE_Context* context = [] {
    // ConfigProto: device_count { "GPU": 0 }, intra_op_parallelism_threads: 1, inter_op_parallelism_threads: 1
    const uint8_t configuration[] = {0x0a, 7, 0x0a, 3, 'G', 'P', 'U', 0x10, 0, 0x10, 1, 0x28, 1};
    Status status;
    TFE_ContextOptions* options = TFE_NewContextOptions();
    TFE_ContextOptionsSetConfig(options, configuration, sizeof configuration, status.get());
    TFE_Context* made = TFE_NewContext(options, status.get());
    TFE_DeleteContextOptions(options);
    status.Check();
    return made;
  }();
  return context;
}

// [height, width, channels] of a file by one of TensorFlow's operations.
TF_Tensor* DecodedBy(const std::string& operation, Bytes file, int64_t channels, int64_t ratio) {
  Status status;
  TF_Tensor* contents = TF_AllocateTensor(TF_STRING, nullptr, 0, sizeof(TF_TString));
  auto* text = static_cast<TF_TString*>(TF_TensorData(contents));
  TF_TString_Init(text);
  TF_TString_AssignView(text, reinterpret_cast<const char*>(file.data), file.length);
  TFE_TensorHandle* input = TFE_NewTensorHandle(contents, status.get());
  TF_DeleteTensor(contents);
  status.Check();
  TFE_TensorHandle* output = nullptr;
  TFE_Op* op = TFE_NewOp(Context(), operation.c_str(), status.get());
  if (op != nullptr) {
    TFE_OpAddInput(op, input, status.get());
    TFE_OpSetAttrInt(op, "channels", channels);
    if (ratio != 1) TFE_OpSetAttrInt(op, "ratio", ratio);
    int outputs = 1;
    if (TF_GetCode(status.get()) == TF_OK) TFE_Execute(op, &output, &outputs, status.get());
    TFE_DeleteOp(op);
  }
  TFE_DeleteTensorHandle(input);
  status.Check();
  TF_Tensor* tensor = TFE_TensorHandleResolve(output, status.get());
  TFE_DeleteTensorHandle(output);
  status.Check();
  return tensor;
}

// decode(operation, file, channels, ratio): { pixels, width, height }
napi_value Decode(napi_env env, const napi_value* arguments) {
  char operation[32];
  Check(napi_get_value_string_utf8(env, arguments[0], operation, sizeof operation, nullptr));
  TF_Tensor* tensor =
      DecodedBy(operation, BytesOf(env, arguments[1]), Integer(env, arguments[2]), Integer(env, arguments[3]));
  auto* decoded = new Decoded{tensor};
  const auto forget = [](napi_env, void* data, void*) { delete static_cast<Decoded*>(data); };
  napi_value pixels, width, height, result;
  Check(napi_create_external(env, decoded, forget, nullptr, &pixels));
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

// ---- Resizing ----

// The input position that each output position copies; float32 throughout, as TensorFlow's ResizeNearestNeighbor.
std::vector<int64_t> NearestPositions(int64_t from, int64_t to) {
  const float scale = static_cast<float>(from) / static_cast<float>(to);
  std::vector<int64_t> positions(to);
  for (int64_t index = 0; index < to; index++) {
    const float position = std::floor((static_cast<float>(index) + 0.5f) * scale);
    positions[index] = std::min(static_cast<int64_t>(position), from - 1);
  }
  return positions;
}

void ResizeNearest(const Part& part, int64_t width, int64_t height, uint8_t* result) {
  const std::vector<int64_t> rows = NearestPositions(part.height, height);
  const std::vector<int64_t> columns = NearestPositions(part.width, width);
  // Four bytes at a time, of which the next pixel overwrites one: not where there is none to the right.
  const auto last = std::lower_bound(columns.begin(), columns.end() - 1, part.width - 1);
  for (int64_t row = 0; row < height; row++) {
    const uint8_t* from = part.Row(rows[row]);
    if (row > 0 && rows[row] == rows[row - 1]) {
      std::memcpy(result, result - width * kChannels, width * kChannels);
      result += width * kChannels;
      continue;
    }
    for (auto column = columns.begin(); column < last; column++, result += kChannels) {
      std::memcpy(result, from + *column * kChannels, kChannels + 1);
    }
    for (auto column = last; column < columns.end(); column++, result += kChannels) {
      std::memcpy(result, from + *column * kChannels, kChannels);
    }
  }
}

// Weights that are summed side by side.
constexpr int64_t kAtOnce = 4;

// For each output position the first input position that counts, and the weights of it and of those behind it.
struct Filter {
  std::vector<int64_t> first;
  std::vector<int64_t> counts;
  // `stride` for each output position, with zeros behind those that count.
  std::vector<float> weights;
  int64_t stride;
};

// Keys' cubic with a = -0.5; it is 1 at 0, and 0 at the other whole numbers.
double Cubic(double distance) {
  const double x = std::abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

// Where the output is smaller the filter is as much wider, and so averages over all of the input.
Filter FilterOf(int64_t from, int64_t to) {
  const double scale = static_cast<double>(from) / static_cast<double>(to);
  const double widening = std::max(scale, 1.0);
  const double support = 2 * widening;
  const int64_t most = 2 * static_cast<int64_t>(std::ceil(support)) + 1;
  const int64_t stride = (most + kAtOnce - 1) / kAtOnce * kAtOnce;
  Filter filter{std::vector<int64_t>(to), std::vector<int64_t>(to), std::vector<float>(to * stride), stride};
  for (int64_t index = 0; index < to; index++) {
    const double centre = (static_cast<double>(index) + 0.5) * scale;
    const int64_t first = std::max<int64_t>(0, static_cast<int64_t>(std::ceil(centre - support - 0.5)));
    const int64_t end = std::min(from, static_cast<int64_t>(std::floor(centre + support - 0.5)) + 1);
    const auto weight = [&](int64_t position) { return Cubic((static_cast<double>(position) + 0.5 - centre) / widening); };
    double sum = 0;
    for (int64_t position = first; position < end; position++) sum += weight(position);
    filter.first[index] = first;
    filter.counts[index] = end - first;
    for (int64_t position = first; position < end; position++) {
      filter.weights[index * stride + position - first] = static_cast<float>(weight(position) / sum);
    }
  }
  return filter;
}

// Rows of a part as floats. The last ones stay, since each is needed for several rows of the output.
class FloatRows {
 public:
  FloatRows(const Part& part, int64_t kept)
      : part_(part), length_(part.width * kChannels), rows_(kept * length_), numbers_(kept, -1) {}

  int64_t length() const { return length_; }

  const float* Row(int64_t number) {
    const int64_t place = number % static_cast<int64_t>(numbers_.size());
    float* row = rows_.data() + place * length_;
    if (numbers_[place] != number) {
      std::copy_n(part_.Row(number), length_, row);
      numbers_[place] = number;
    }
    return row;
  }

 private:
  const Part& part_;
  int64_t length_;
  std::vector<float> rows_;
  std::vector<int64_t> numbers_;
};

// The weighted sum of some rows, four at a time.
void SumRows(FloatRows& rows, int64_t first, int64_t count, const float* weights, float* __restrict sums) {
  std::fill(sums, sums + rows.length(), 0.0f);
  for (int64_t row = 0; row < count; row += kAtOnce) {
    const auto at = [&](int64_t index) { return rows.Row(first + std::min(row + index, count - 1)); };
    const float *a = at(0), *b = at(1), *c = at(2), *d = at(3);
    const auto weight = [&](int64_t index) { return row + index < count ? weights[row + index] : 0.0f; };
    const float wa = weight(0), wb = weight(1), wc = weight(2), wd = weight(3);
    for (int64_t index = 0; index < rows.length(); index++) {
      sums[index] += (a[index] * wa + b[index] * wb) + (c[index] * wc + d[index] * wd);
    }
  }
}

// A pixel and the first value of the next one, which counts for nothing where it is read and written.
typedef float Four __attribute__((vector_size(16)));

// The weighted sums of neighbouring pixels, of two rows at once, which have their weights in common.
void SumColumns(const float* upper, const float* lower, const Filter& filter, float* upper_sums, float* lower_sums) {
  for (size_t column = 0; column < filter.first.size(); column++) {
    const int64_t first = filter.first[column] * kChannels;
    const float* weights = filter.weights.data() + column * filter.stride;
    const auto weighted = [&](const float* row, int64_t index) {
      Four pixel;
      std::memcpy(&pixel, row + first + index * kChannels, sizeof pixel);
      return pixel * weights[index];
    };
    const auto four = [&](const float* row, int64_t index) {
      return (weighted(row, index) + weighted(row, index + 1)) + (weighted(row, index + 2) + weighted(row, index + 3));
    };
    Four upper_sum = {0, 0, 0, 0}, lower_sum = {0, 0, 0, 0};
    for (int64_t index = 0; index < filter.counts[column]; index += kAtOnce) {
      upper_sum += four(upper, index);
      lower_sum += four(lower, index);
    }
    std::memcpy(upper_sums + column * kChannels, &upper_sum, sizeof upper_sum);
    std::memcpy(lower_sums + column * kChannels, &lower_sum, sizeof lower_sum);
  }
}

// Halves go to the even neighbour, as with TensorFlow's Round: to numbers of this size no fraction can be added.
void RoundToBytes(const float* values, int64_t length, uint8_t* __restrict bytes) {
  constexpr float large = 12582912.0f;
  for (int64_t index = 0; index < length; index++) {
    const float low = values[index] > 0.0f ? values[index] : 0.0f;
    const float value = low < 255.0f ? low : 255.0f;
    bytes[index] = static_cast<uint8_t>(static_cast<int32_t>((value + large) - large));
  }
}

// Keys' bicubic filter, as wide as needed against aliasing.
void ResizeSmooth(const Part& part, int64_t width, int64_t height, uint8_t* result) {
  const Filter rows = FilterOf(part.height, height);
  const Filter columns = FilterOf(part.width, width);
  FloatRows source(part, rows.stride + kAtOnce);
  // Each of two rows, with room behind it for what counts for nothing.
  const int64_t from_length = (part.width + kAtOnce) * kChannels, to_length = width * kChannels + 1;
  std::vector<float> narrow(2 * from_length), sums(2 * to_length);
  for (int64_t row = 0; row < height; row += 2) {
    const int64_t last = std::min(row + 1, height - 1);
    for (int64_t each = row; each <= last; each++) {
      float* to = narrow.data() + (each - row) * from_length;
      SumRows(source, rows.first[each], rows.counts[each], rows.weights.data() + each * rows.stride, to);
    }
    SumColumns(narrow.data(), narrow.data() + from_length, columns, sums.data(), sums.data() + to_length);
    for (int64_t each = row; each <= last; each++) {
      RoundToBytes(sums.data() + (each - row) * to_length, width * kChannels, result + each * width * kChannels);
    }
  }
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

// ---- Looks ----

// equalShare(…part, rowStep): pixels that are exactly as their left neighbours, of all in every so many rows
napi_value EqualShare(napi_env env, const napi_value* arguments) {
  const Part part = PartOf(env, arguments);
  const int64_t step = std::max<int64_t>(1, Integer(env, arguments[7]));
  int64_t equal = 0, pixels = 0;
  for (int64_t row = 0; row < part.height; row += step, pixels += part.width) {
    const uint8_t* at = part.Row(row);
    for (int64_t column = 1; column < part.width; column++) {
      const uint8_t *here = at + column * kChannels, *before = here - kChannels;
      equal += (here[0] == before[0]) & (here[1] == before[1]) & (here[2] == before[2]);
    }
  }
  napi_value share;
  Check(napi_create_double(env, static_cast<double>(equal) / static_cast<double>(pixels), &share));
  return share;
}

// coveredShare(…part, rowStep, colours): how much the most frequent colours, so many, cover of the same rows; colours
// are compared by five bits a channel
napi_value CoveredShare(napi_env env, const napi_value* arguments) {
  const Part part = PartOf(env, arguments);
  const int64_t step = std::max<int64_t>(1, Integer(env, arguments[7]));
  std::vector<int64_t> counts(1 << 15);
  const int64_t colours = std::clamp<int64_t>(Integer(env, arguments[8]), 1, counts.size() - 1);
  int64_t pixels = 0;
  for (int64_t row = 0; row < part.height; row += step, pixels += part.width) {
    const uint8_t* at = part.Row(row);
    for (int64_t column = 0; column < part.width; column++, at += kChannels) {
      counts[(at[0] >> 3) << 10 | (at[1] >> 3) << 5 | at[2] >> 3] += 1;
    }
  }
  std::nth_element(counts.begin(), counts.begin() + colours, counts.end(), std::greater<int64_t>());
  int64_t covered = 0;
  for (int64_t index = 0; index < colours; index++) covered += counts[index];
  napi_value share;
  Check(napi_create_double(env, static_cast<double>(covered) / static_cast<double>(pixels), &share));
  return share;
}

// ---- The module ----

constexpr size_t kMostArguments = 11;

using Function = napi_value (*)(napi_env, const napi_value*);

// What is wrong becomes JavaScript's exception.
template <Function function>
napi_value Call(napi_env env, napi_callback_info info) {
  napi_value arguments[kMostArguments];
  size_t count = kMostArguments;
  try {
    // Those that were left out are undefined.
    Check(napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr));
    return function(env, arguments);
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
    return nullptr;
  }
}

napi_value Initialise(napi_env env, napi_value exports) {
  const auto add = [&](const char* name, napi_callback function) {
    napi_value value;
    if (napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value) == napi_ok) {
      napi_set_named_property(env, exports, name, value);
    }
  };
  add("decode", Call<Decode>);
  add("dispose", Call<Dispose>);
  add("copy", Call<Copy>);
  add("resize", Call<Resize>);
  add("equalShare", Call<EqualShare>);
  add("coveredShare", Call<CoveredShare>);
  return exports;
}

}  // namespace

NAPI_MODULE(pixels, Initialise)
