/* The rate of exogenous arrivals over time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "arrival_rate.h"

#include <math.h>

/* The first row of a table that is later than a time, or n_table. */
static size_t
row_after(const suf_stream *stream, double time_days)
{
    size_t low = 0;
    size_t high = stream->n_table;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (stream->table_days[middle] > time_days) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

double
suf_arrival_rate(const suf_stream *stream, double time_days)
{
    size_t low = row_after(stream, time_days);
    if (low == 0) {
        return stream->is_linear ? stream->table_per_day[0] : 0;
    }
    if (!stream->is_linear || low == stream->n_table) {
        return stream->table_per_day[low - 1];
    }
    double share = (time_days - stream->table_days[low - 1]) /
                   (stream->table_days[low] - stream->table_days[low - 1]);
    return stream->table_per_day[low - 1] +
           share * (stream->table_per_day[low] - stream->table_per_day[low - 1]);
}

double
suf_arrival_rate_bound(const suf_stream *stream, double from_days, double to_days)
{
    double bound =
        fmax(suf_arrival_rate(stream, from_days), suf_arrival_rate(stream, to_days));
    for (size_t i = row_after(stream, from_days);
         i < stream->n_table && stream->table_days[i] <= to_days; i++) {
        bound = fmax(bound, stream->table_per_day[i]);
    }
    return bound;
}
