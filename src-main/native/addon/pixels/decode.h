// Files by TensorFlow's decoders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"
#include "tensorflow/c/tf_tstring.h"

namespace pix2pix {

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

// One for the process, without a GPU. It says nothing of intra-op threads: TensorFlow has one pool of them for the
// process, as large as whoever comes first wants it, and a training that shares the process would be left with that. A
// process that only decodes says so in its environment.
inline TFE_Context* Context() {
  static TFE_Context* context = [] {
    // ConfigProto: device_count { "GPU": 0 }, inter_op_parallelism_threads: 1
    const uint8_t configuration[] = {0x0a, 7, 0x0a, 3, 'G', 'P', 'U', 0x10, 0, 0x28, 1};
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
inline TF_Tensor* DecodedBy(const std::string& operation, const uint8_t* file, size_t length, int64_t channels,
                            int64_t ratio) {
  Status status;
  TF_Tensor* contents = TF_AllocateTensor(TF_STRING, nullptr, 0, sizeof(TF_TString));
  auto* text = static_cast<TF_TString*>(TF_TensorData(contents));
  TF_TString_Init(text);
  TF_TString_AssignView(text, reinterpret_cast<const char*>(file), length);
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

}  // namespace pix2pix
