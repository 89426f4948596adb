// What the addons have in common: values that JavaScript gives, and exceptions that it gets.
#pragma once

#include <node_api.h>

#include <cstddef>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

namespace pix2pix {

// A call of Node-API failed, and an exception of JavaScript may be pending.
struct Failed {};

inline void Check(napi_status status) {
  if (status != napi_ok) throw Failed{};
}

inline void Require(bool holds, const char* what) {
  if (!holds) throw std::invalid_argument(what);
}

template <typename Element>
Element* Elements(napi_env env, napi_value value, napi_typedarray_type expected, size_t* length) {
  napi_typedarray_type type;
  void* data;
  Check(napi_get_typedarray_info(env, value, &type, length, &data, nullptr, nullptr));
  Require(type == expected, "an array has elements of another type");
  return static_cast<Element*>(data);
}

inline std::vector<napi_value> Arguments(napi_env env, napi_callback_info info, size_t count) {
  std::vector<napi_value> values(count);
  size_t given = count;
  Check(napi_get_cb_info(env, info, &given, values.data(), nullptr, nullptr));
  Require(given >= count, "an argument is missing");
  return values;
}

// A value of JavaScript that holds something of C++ until it is collected. Where it cannot be made, nothing is left over.
template <typename Held>
napi_value External(napi_env env, std::unique_ptr<Held> held) {
  const auto release = [](napi_env, void* data, void*) { delete static_cast<Held*>(data); };
  napi_value external;
  Check(napi_create_external(env, held.get(), release, nullptr, &external));
  held.release();
  return external;
}

// Turns exceptions of C++ into those of JavaScript.
template <typename Function>
napi_value Guarded(napi_env env, const Function& function) {
  std::string message;
  try {
    return function();
  } catch (const Failed&) {
    bool is_pending = false;
    napi_is_exception_pending(env, &is_pending);
    if (is_pending) return nullptr;
    message = "an argument is not what it must be";
  } catch (const std::bad_alloc&) {
    message = "there is not enough memory";
  } catch (const std::exception& error) {
    message = error.what();
  }
  napi_throw_error(env, nullptr, message.c_str());
  return nullptr;
}

}  // namespace pix2pix
