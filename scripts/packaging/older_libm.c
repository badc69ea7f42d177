/* Binds exp, log and pow to their older versions, so that the wheel's program runs on glibc
 * 2.27. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * glibc 2.29 gave these three new versions, which leave errno alone; a program linked there
 * asks for them, and nothing else in this one is newer than 2.27. The older versions compute
 * the same values by the same code. The linker sends each call here (--wrap). On x86-64. */
__asm__(".symver older_exp, exp@GLIBC_2.2.5");
__asm__(".symver older_log, log@GLIBC_2.2.5");
__asm__(".symver older_pow, pow@GLIBC_2.2.5");

double older_exp(double x);
double older_log(double x);
double older_pow(double x, double y);
double __wrap_exp(double x);
double __wrap_log(double x);
double __wrap_pow(double x, double y);

double
__wrap_exp(double x)
{
    return older_exp(x);
}

double
__wrap_log(double x)
{
    return older_log(x);
}

double
__wrap_pow(double x, double y)
{
    return older_pow(x, y);
}
