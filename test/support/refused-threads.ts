/** The C++ of a library that refuses threads, once the process sets REFUSED_THREAD to the number of the one to refuse. */
export const refusedThreads = `
#include <cerrno>
#include <cstdlib>
#include <dlfcn.h>
#include <pthread.h>

extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*), void* argument) {
  using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  static int made = 0;
  const char* refused = getenv("REFUSED_THREAD");
  if (refused == nullptr) {
    made = 0;
  } else if (++made == atoi(refused)) {
    return EAGAIN;
  }
  return reinterpret_cast<Create>(dlsym(RTLD_NEXT, "pthread_create"))(thread, attributes, start, argument);
}
`;
