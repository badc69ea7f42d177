/* The values that a lever may take.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "grid.h"

#include <math.h>

#include "base/calendar.h"

/* Days from the first of its month. */
static int32_t
day_of_month(double value)
{
    int32_t day = (int32_t) value;
    return day - suf_day_of_month(suf_month_of_day(day));
}

double
suf_grid_index(const suf_grid *self, double value)
{
    if (self->step_months == 0) {
        return (value - self->least) / self->step;
    }
    int32_t months =
        suf_month_of_day((int32_t) value) - suf_month_of_day((int32_t) self->least);
    double part = day_of_month(value) - day_of_month(self->least);
    return (months + part / SUF_LONGEST_MONTH_DAYS) / self->step_months;
}

bool
suf_grid_has(const suf_grid *self, double value)
{
    double index = suf_grid_index(self, value);
    return value >= self->least && value <= self->most &&
           fabs(index - floor(index + 0.5)) < 1e-6;
}

uint32_t
suf_grid_n(const suf_grid *self)
{
    return (uint32_t) floor(suf_grid_index(self, self->most) + 0.5) + 1;
}

double
suf_grid_at(const suf_grid *self, uint32_t index)
{
    if (self->step_months > 0) {
        int32_t month = suf_month_of_day((int32_t) self->least) +
                        (int32_t) (index * self->step_months);
        return suf_day_of_month(month) + day_of_month(self->least);
    }
    double value = self->least + index * self->step;
    /* The last is what was written, whatever the steps round to. */
    double near = 1e-9 * fmax(1, fabs(self->most));
    return fabs(value - self->most) < near ? self->most : value;
}
