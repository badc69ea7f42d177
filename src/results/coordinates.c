/* The one table of what is written beside the dimensions of a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "coordinates.h"

#include <string.h>

#define ROW(id, text, labels, type, member, kind)                                        \
    {                                                                                    \
        SUF_DIMENSION_##id, SUF_COORDINATE_##kind, text, offsetof(suf_layout, labels),   \
            sizeof(type), offsetof(type, member)                                         \
    }
#define LABEL(id, text, labels, member) ROW(id, text, labels, suf_label, member, TEXT)
#define LABELS(id, text, labels)                                                         \
    LABEL(id, text, labels, name), LABEL(id, text "_title", labels, title),              \
        LABEL(id, text "_title_zh", labels, title_zh)
#define ASSUMED(text, member)                                                            \
    ROW(ASSUMPTION, text, assumptions, suf_assumption_label, member, TEXT)
#define TARGET(text, member, kind)                                                       \
    ROW(TARGET, text, targets, suf_target_label, member, kind)

#define COUNTED(text, member, kind)                                                      \
    ROW(OBSERVATION, text, observations, suf_observation_label, member, kind)

const suf_coordinate *
suf_coordinates(size_t *n)
{
    static const suf_coordinate rows[] = {LABELS(SCENARIO, "scenario", scenarios),
        LABELS(DISTRICT, "district", districts), LABELS(SERVICE, "service", services),
        ASSUMED("assumption", name), ASSUMED("assumption_title", title),
        ASSUMED("assumption_title_zh", title_zh), ASSUMED("assumption_unit", unit),
        ASSUMED("assumption_evidence", evidence), ASSUMED("assumption_source", source),
        ASSUMED("assumption_value_unit", value_unit),
        LABEL(PROJECT, "project", projects, name), LABEL(ASSET, "asset", assets, name),
        TARGET("target", name, TEXT), TARGET("target_title", title, TEXT),
        TARGET("target_title_zh", title_zh, TEXT), TARGET("target_area", area, TEXT),
        TARGET("target_measure", measure, TEXT), TARGET("target_of", of, TEXT),
        TARGET("target_unit", unit, TEXT), TARGET("target_use", use, TEXT),
        TARGET("target_each", each, TEXT), TARGET("target_comparison", comparison, TEXT),
        TARGET("target_basis", basis, TEXT), TARGET("target_evidence", evidence, TEXT),
        TARGET("target_crews", crews, TEXT), TARGET("target_dates", dates, TEXT),
        TARGET("target_date", date, TEXT), TARGET("target_required", required, DOUBLE),
        TARGET("target_stretch", stretch, DOUBLE), TARGET("target_soft", is_soft, INT),
        LABELS(FUND, "fund", funds), COUNTED("observation", name, TEXT),
        COUNTED("observation_title", title, TEXT),
        COUNTED("observation_title_zh", title_zh, TEXT),
        COUNTED("observation_measure", measure, TEXT),
        COUNTED("observation_of", of, TEXT),
        COUNTED("observation_district", district, TEXT),
        COUNTED("observation_basis", basis, TEXT),
        COUNTED("observation_evidence", evidence, TEXT),
        COUNTED("observation_source", source, TEXT),
        COUNTED("observation_date", date, TEXT), COUNTED("observed", value, DOUBLE),
        COUNTED("observed_sd", sd, DOUBLE), COUNTED("observation_weighs", weighs, INT),
        LABELS(POLICY, "policy", policies),
        ROW(ZONE, "zone", zones, suf_zone_label, name, TEXT),
        ROW(ZONE, "zone_district", zones, suf_zone_label, district, TEXT),
        ROW(ZONE, "zone_kind", zones, suf_zone_label, kind, TEXT),
        ROW(CLASS, "priority", classes, suf_class_label, name, TEXT),
        ROW(CLASS, "priority_service", classes, suf_class_label, service, TEXT),
        ROW(CLASS, "priority_class", classes, suf_class_label, class, TEXT)};
    *n = sizeof rows / sizeof rows[0];
    return rows;
}

void *
suf_coordinate_at(const suf_coordinate *self, const suf_layout *layout, uint32_t i)
{
    unsigned char *labels = NULL;
    memcpy(&labels, (const unsigned char *) layout + self->labels, sizeof labels);
    return labels + (size_t) i * self->label_size + self->member;
}
