# SPDX-License-Identifier: GPL-3.0-or-later
"""The program for Spack, from the folder of the sources: spack develop, spack install."""
from spack.package import CMakePackage, depends_on, license, variant, version


class Suffice(CMakePackage):
    """Will the planned places suffice? A discrete-event simulator for public planners.

    The Python package, which writes reports, comes with pip or conda.
    """

    license("GPL-3.0-or-later")

    # There is no archive to download yet: spack develop --path SOURCES suffice@main
    version("main")

    variant("tests", default=False, description="Build the tests")

    depends_on("c", type="build")
    depends_on("cmake@3.18:", type="build")
    depends_on("pkgconfig", type="build")
    depends_on("gsl@2.7:")
    depends_on("hdf5@1.10:~mpi+hl")
    depends_on("libyaml")
    depends_on("jansson@2.10:")
    depends_on("zlib-api")
    depends_on("cmocka", when="+tests")

    def cmake_args(self):
        return [self.define_from_variant("SUF_TESTS", "tests"),
                self.define("SUF_WARNINGS_AS_ERRORS", False)]
