/* What this program was built from and runs on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "this_build.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#include <gsl/gsl_version.h>
#include <hdf5.h>
#include <zlib.h>

#include "base/hash.h"
#include "build_facts.h"
#include "results/h5.h"

/* The last bits of the functions that the simulation rests on, at points spread over
 * their usual range. */
static uint64_t
math_hash(void)
{
    uint64_t hash = 0;
    for (int i = 1; i <= 500; i++) {
        double x = i * 0.0379;
        double values[] = {exp(-x), log(x), log1p(x), expm1(-x), pow(x, 0.37), lgamma(x),
            sin(x), cos(x), erfc(x / 8), tgamma(x / 4)};
        hash = suf_hash_bytes(hash, values, sizeof values);
    }
    return hash;
}

void
suf_build_facts_get(suf_build_facts *out)
{
    *out = (suf_build_facts){
        .version = SUF_BUILD_VERSION,
        .commit = SUF_BUILD_COMMIT,
        .sources = SUF_BUILD_SOURCES,
        .compiler = SUF_BUILD_COMPILER,
        .flags = SUF_BUILD_FLAGS,
        .gsl_version = gsl_version,
        .zlib_release = zlibVersion(),
#ifdef __GLIBC__
        .c_library_version = gnu_get_libc_version(),
#else
        .c_library_version = "unknown",
#endif
    };
    suf_h5_begin();
    unsigned major = 0;
    unsigned minor = 0;
    unsigned release = 0;
    if (H5get_libversion(&major, &minor, &release) >= 0) {
        (void) snprintf(out->hdf5_version, sizeof out->hdf5_version, "%u.%u.%u", major,
            minor, release);
    }
    (void) snprintf(
        out->math_variant, sizeof out->math_variant, "%016" PRIx64, math_hash());
}
