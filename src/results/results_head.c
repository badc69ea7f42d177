/* The attributes of a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "results_head.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/calendar.h"
#include "results/h5.h"
#include "stats/estimate.h"

/* Which replications are independent of each other: stats/estimate.h. */
static suf_status
write_design(hid_t file, const suf_layout *layout)
{
    const suf_design_spec *design = &layout->design;
    bool is_nested = design->inner != SUF_NONE && design->inner > 0;
    bool has_outer = design->outer != SUF_NONE && design->outer > 0;
    bool is_table = design->kind == SUF_DESIGN_TABLE;
    uint32_t points = is_table    ? design->n_rows
                      : has_outer ? design->outer
                                  : design->n_points;
    suf_status status = SUF_OK;
    SUF_TRY(suf_h5_text_attribute(file, "design", suf_design_word(design->kind)));
    SUF_TRY(suf_h5_int_attribute(file, "design_scrambles",
        design->kind == SUF_DESIGN_BALANCED ? SUF_DESIGN_GROUPS : 1));
    SUF_TRY(suf_h5_int_attribute(
        file, "design_inner", is_nested ? (int32_t) design->inner : 1));
    SUF_TRY(suf_h5_int_attribute(file, "design_points",
        design->kind == SUF_DESIGN_LHS || is_table ? (int32_t) points : 0));
out:
    return status;
}

/* What the file is and what it is a function of. */
suf_status
suf_results_head_write(
    hid_t file, const suf_layout *layout, const suf_provenance *provenance)
{
    const suf_build_facts *build = &provenance->build;
    char date[11];
    char format[32];
    char fingerprint[32];
    suf_status status = SUF_OK;
    (void) snprintf(format, sizeof format, "%d.%d", SUF_FORMAT_MAJOR, SUF_FORMAT_MINOR);
    (void) snprintf(
        fingerprint, sizeof fingerprint, "%016" PRIx64, provenance->fingerprint);
    SUF_TRY(suf_h5_text_attribute(file, "Conventions", "CF-1.10"));
    SUF_TRY(suf_h5_text_attribute(file, "file_type", SUF_FILE_TYPE));
    SUF_TRY(suf_h5_text_attribute(file, "format_version", format));
    SUF_TRY(suf_h5_int_attribute(file, "format_major", SUF_FORMAT_MAJOR));
    SUF_TRY(suf_h5_int_attribute(file, "format_minor", SUF_FORMAT_MINOR));
    SUF_TRY(suf_h5_text_attribute(file, "code_version", build->version));
    SUF_TRY(suf_h5_text_attribute(file, "code_commit", build->commit));
    SUF_TRY(suf_h5_text_attribute(file, "code_sources", build->sources));
    SUF_TRY(suf_h5_text_attribute(file, "compiler", build->compiler));
    SUF_TRY(suf_h5_text_attribute(file, "compiler_flags", build->flags));
    SUF_TRY(suf_h5_text_attribute(file, "gsl_version", build->gsl_version));
    SUF_TRY(suf_h5_text_attribute(file, "hdf5_version", build->hdf5_version));
    SUF_TRY(suf_h5_text_attribute(file, "zlib_version", build->zlib_release));
    SUF_TRY(suf_h5_text_attribute(file, "c_library_version", build->c_library_version));
    SUF_TRY(suf_h5_text_attribute(file, "math_variant", build->math_variant));
    SUF_TRY(suf_h5_u64_attribute(file, "seed", provenance->seed));
    SUF_TRY(write_design(file, layout));
    SUF_TRY(suf_h5_text_attribute(file, "fingerprint", fingerprint));
    suf_date_format(layout->start_day, date);
    SUF_TRY(suf_h5_text_attribute(file, "start", date));
    suf_date_format(layout->end_day, date);
    SUF_TRY(suf_h5_text_attribute(file, "end", date));
out:
    return status;
}
