#!/usr/bin/env python3
"""`handfast run` and `handfast doctor` under programs made for the purpose: linked with a GnuTLS that has more functions
than this library, lazily or not, directly or by a library of theirs; scripts, static programs, programs with other
rights; and what the replacement of the system's library says to them. HANDFAST is the command (in a build tree).
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HANDFAST = os.environ["HANDFAST"]
NOBODY = 65534

# A GnuTLS of the future.
LIBRARY = """
const char *gnutls_check_version(const char *v) { (void)v; return "another library"; }
int gnutls_global_init(void) { return 0; }
int gnutls_of_the_future(void) { return 1; }
int gnutls_of_tomorrow(void) { return 1; }
int gnutls_of_a_later_version(void) { return 2; }
"""
VERSIONS = """
GNUTLS_3_4 { global: gnutls_check_version; gnutls_global_init; gnutls_of_the_future;
  gnutls_of_tomorrow; local: *; };
GNUTLS_9_9 { global: gnutls_of_a_later_version; } GNUTLS_3_4;
"""
# Prints which library it runs on; calls what is missing only with an argument.
PROGRAM = """
#include <stdio.h>
const char *gnutls_check_version(const char *);
ATTRIBUTE int FUNCTION(void);
int main(int argc, char **argv) {
  (void)argv;
  if (argc > 1) return FUNCTION();
  puts(gnutls_check_version(0));
  return 0;
}
"""
MIDDLE = """
int gnutls_of_the_future(void);
int middle(void) { return gnutls_of_the_future(); }
"""
BOTH = """
int gnutls_of_the_future(void);
int gnutls_of_tomorrow(void);
int middle(void) { return gnutls_of_the_future() + gnutls_of_tomorrow(); }
"""
USER = """
int middle(void);
int main(int argc, char **argv) { (void)argv; return argc > 1 ? middle() : 0; }
"""


def handfast(*arguments, **options):
    return subprocess.run([HANDFAST, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False,
                          **options)


class InspectedTest(unittest.TestCase):
    """A folder for programs, and a GnuTLS to link them with."""

    @classmethod
    def setUpClass(cls):
        cls._folder = tempfile.TemporaryDirectory(prefix="handfast-run-")
        cls.folder = pathlib.Path(cls._folder.name).resolve()
        cls.folder.chmod(0o755)
        (cls.folder / "future").mkdir()
        (cls.folder / "versions.map").write_text(VERSIONS, encoding="utf-8")
        cls.compile("future/libgnutls.so.30", LIBRARY, "-shared", "-fPIC", "-Wl,-soname,libgnutls.so.30",
                    f"-Wl,--version-script={cls.folder}/versions.map")
        cls.library = cls.folder / "future/libgnutls.so.30"

    @classmethod
    def tearDownClass(cls):
        cls._folder.cleanup()

    @classmethod
    def compile(cls, name, text, *options):
        source = cls.folder / f"{pathlib.Path(name).name}.c"
        source.write_text(text, encoding="utf-8")
        subprocess.run(["cc", source, *options, "-o", cls.folder / name], check=True)
        return cls.folder / name

    def program(self, name, *options, function="gnutls_of_the_future", attribute=""):
        text = PROGRAM.replace("FUNCTION", function).replace("ATTRIBUTE", attribute)
        return self.compile(name, text, self.library, *options)


class RunTest(InspectedTest):
    def assert_starts(self, program, *texts):
        done = handfast("run", "--", program)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"^\d+\.\d+\.\d+\n$")  # which is no "another library"
        for text in texts:
            self.assertIn(text, done.stderr)
        if not texts:
            self.assertEqual(done.stderr, "")

    def assert_refused(self, program, *texts):
        done = handfast("run", program)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        for text in texts:
            self.assertIn(text, " ".join(done.stderr.split()))
        forced = handfast("run", "--force", "--", program)
        self.assertNotEqual(forced.returncode, 0)
        self.assertRegex(forced.stderr, "symbol lookup error|version `GNUTLS_9_9' not found|cannot open shared", "the loader refuses it, too")

    def test_a_program_that_has_everything(self):
        program = self.program("complete", function="gnutls_global_init")
        self.assert_starts(program)
        report = handfast("doctor", program)
        self.assertEqual((report.returncode, report.stderr), (0, ""))
        self.assertTrue(report.stdout.startswith("complete has all that it needs\n"), report.stdout)

    def test_lazy_symbols_are_a_warning(self):
        program = self.program("lazy", "-Wl,-z,lazy")
        self.assert_starts(program, f"  if called   {program}: gnutls_of_the_future")
        self.assertEqual(handfast("doctor", program).returncode, 1)
        self.assert_refused_only_with_bind_now(program)

    def assert_refused_only_with_bind_now(self, program):
        done = handfast("run", program, env=os.environ | {"LD_BIND_NOW": "1"})
        self.assertEqual(done.returncode, 1)
        self.assertIn("does not start on this library", done.stderr)

    def test_symbols_at_the_start_are_refused(self):
        program = self.program("now", "-Wl,-z,now")
        self.assert_refused(program, "now does not start on this library", f"at start {program}: gnutls_of_the_future")

    def test_versions_are_refused(self):
        program = self.program("version", "-Wl,-z,lazy", function="gnutls_of_a_later_version")
        self.assert_refused(program, f"{program}: the version GNUTLS_9_9")

    def test_weak_symbols_do_not_matter(self):
        self.assert_starts(self.program("weak", "-Wl,-z,now", attribute="__attribute__((weak))"))

    def test_a_library_of_the_program(self):
        middle = self.compile("libmiddle.so", MIDDLE, "-shared", "-fPIC", self.library, "-Wl,-z,now")
        program = self.compile("user", USER, middle, f"-Wl,-rpath,{self.folder}", f"-Wl,-rpath-link,{self.folder}/future")
        self.assert_refused(program, f"at start {middle}: gnutls_of_the_future")

    def test_a_library_that_is_not_there(self):
        other = self.compile("libother.so.1", "int other(void) { return 0; }", "-shared", "-fPIC", "-Wl,-soname,libother.so.1")
        program = self.program("incomplete", other, "-Wl,--no-as-needed", other, function="gnutls_global_init")
        other.unlink()
        self.assert_refused(program, "incomplete does not start: the loader does not find libother.so.1",
                            f"not found libother.so.1, which {program} needs")
        report = handfast("doctor", program)
        self.assertEqual(report.returncode, 1)
        self.assertNotIn("has all that it needs", report.stdout)

    def test_programs_of_a_folder_with_their_libraries(self):
        bin_folder = self.folder / "several"
        bin_folder.mkdir()
        middle = self.compile("libmiddle.so", MIDDLE, "-shared", "-fPIC", self.library, "-Wl,-z,lazy")
        for name in ("one", "two"):
            self.compile(f"several/{name}", USER, middle, f"-Wl,-rpath,{self.folder}",
                         f"-Wl,-rpath-link,{self.folder}/future")
        (bin_folder / "three").symlink_to("two")
        report = handfast("doctor", bin_folder)
        self.assertEqual(report.returncode, 1)
        text = " ".join(report.stdout.split())
        self.assertIn(f"{bin_folder}: 2 files need GnuTLS, of which 2 lack something", text)
        self.assertIn(f"if called {middle}: gnutls_of_the_future for {bin_folder}/", text)

    def test_programs_of_a_folder_are_told_apart(self):
        """A library of several programs: what one of them has itself, the others lack."""
        several = self.folder / "apart"
        several.mkdir()
        middle = self.compile("libboth.so", BOTH, "-shared", "-fPIC", self.library, "-Wl,-z,lazy")
        options = (middle, f"-Wl,-rpath,{self.folder}", f"-Wl,-rpath-link,{self.folder}/future", "-rdynamic")
        self.compile("apart/one", "int gnutls_of_the_future(void) { return 0; }\n" + USER, *options)
        self.compile("apart/two", "int gnutls_of_tomorrow(void) { return 0; }\n" + USER, *options)
        text = " ".join(handfast("doctor", several).stdout.split())
        self.assertIn(f"if called {middle}: gnutls_of_the_future, gnutls_of_tomorrow for ", text)

    def test_what_no_system_starts(self):
        program = self.program("foreign", function="gnutls_global_init")
        changed = bytearray(program.read_bytes())
        changed[18:20] = (183 if changed[18] != 183 else 62).to_bytes(2, "little")
        program.write_bytes(changed)
        done = handfast("run", "--", program)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertTrue(done.stderr.startswith("handfast: foreign does not start: for another kind of processor\n"), done.stderr)
        forced = handfast("run", "--force", "--", program)
        self.assertEqual(forced.returncode, 1)
        self.assertIn(f"handfast: {program}: Exec format error\n", forced.stderr)
        script = self.folder / "lost"
        script.write_text("#!/nonexistent/interpreter\n", encoding="utf-8")
        script.chmod(0o755)
        done = handfast("run", script)
        self.assertEqual((done.returncode, done.stderr.count("No such file")), (1, 1), done.stderr)
        self.assertIn("lost does not start: its interpreter /nonexistent/interpreter: No such file", done.stderr)

    def test_scripts_of_env(self):
        self.program("found", function="gnutls_global_init")
        script = self.folder / "env-script"
        script.write_text("#!/usr/bin/env found\n", encoding="utf-8")
        script.chmod(0o755)
        path = {"PATH": f"{self.folder}:{os.environ['PATH']}"}
        self.assertEqual(handfast("doctor", script, env=os.environ | path).stdout.splitlines()[0],
                         "env-script has all that it needs")

    def test_a_folder_that_the_variable_cannot_name(self):
        moved = self.folder / "co:lon"
        for name in ("bin", "lib/handfast"):
            (moved / name).mkdir(parents=True)
        shutil.copy(HANDFAST, moved / "bin")
        shutil.copy(pathlib.Path(os.environ["HANDFAST_LIB"]) / "libgnutls.so.30", moved / "lib/handfast")
        for words in (("run", "true"), ("doctor", "true")):
            done = subprocess.run([moved / "bin/handfast", *words], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"{moved}/lib/handfast: LD_LIBRARY_PATH cannot have a folder with : or ;", done.stderr)

    def test_a_program_with_a_library_of_its_own(self):
        program = self.program("own", "-Wl,-z,now", f"-Wl,-rpath,{self.folder}/future", "-Wl,--disable-new-dtags")
        done = handfast("run", program)
        self.assertEqual((done.returncode, done.stdout), (0, "another library\n"))
        self.assertIn("own does not use this library", done.stderr)
        runpath = self.program("runpath", f"-Wl,-rpath,{self.folder}/future", "-Wl,--enable-new-dtags",
                               function="gnutls_global_init")
        self.assert_starts(runpath)

    def test_programs_without_gnutls(self):
        done = handfast("run", "--", "sh", "-c", "exit 7")
        self.assertEqual(done.returncode, 7)
        self.assertIn("sh does not load libgnutls.so.30 itself", done.stderr)

    def test_scripts_and_static_programs(self):
        script = self.folder / "script"
        script.write_text("#!/bin/sh\necho ran\n", encoding="utf-8")
        script.chmod(0o755)
        done = handfast("run", script)
        self.assertEqual((done.returncode, done.stdout), (0, "ran\n"))
        self.assertIn("a script: looked at was /bin/sh", done.stderr)
        static = self.compile("static", "int main(void) { return 5; }", "-static")
        done = handfast("run", static)
        self.assertEqual(done.returncode, 5)
        self.assertIn("linked statically", done.stderr)

    def test_other_rights(self):
        if os.getuid() != 0:
            self.skipTest("only root can make a set-uid program of another user")
        for bit, word in ((0o4755, "set-uid"), (0o2755, "set-gid")):
            program = self.program(f"rights-{word}", "-Wl,-z,now")
            os.chown(program, NOBODY, NOBODY)
            program.chmod(bit)
            done = handfast("run", program)
            self.assertIn(f"rights-{word} is {word}", done.stderr)
            self.assertNotIn("does not start", done.stderr)
        without = self.compile("rights-alone", "int main(void) { return 0; }")
        os.chown(without, NOBODY, NOBODY)
        without.chmod(0o4755)
        self.assertIn("rights-alone is set-uid: the loader ignores", handfast("run", without).stderr)

    def test_rights_that_only_others_gain(self):
        program = self.program("rights-others", function="gnutls_global_init")
        program.chmod(0o4755)
        done = handfast("doctor", program)
        self.assertEqual(done.returncode, 0)
        text = " ".join(done.stdout.split())
        self.assertIn("rights-others has all that it needs if this user starts it", text)
        self.assertIn("others for another user it is set-uid: the loader ignores LD_LIBRARY_PATH", text)
        self.assert_starts(program)

    def test_nothing_is_run(self):
        trace = self.folder / "trace"
        text = f'#include <stdio.h>\n__attribute__((constructor)) static void run(void) {{ fclose(fopen("{trace}", "w")); }}\n'
        library = self.compile("libtrace.so", text, "-shared", "-fPIC")
        program = self.compile("traced", text + "int main(void) { return 0; }\n", "-Wl,--no-as-needed", library,
                               f"-Wl,-rpath,{self.folder}")
        handfast("doctor", program, library)
        self.assertFalse(trace.exists())
        self.assertEqual(handfast("run", program).returncode, 0)
        self.assertTrue(trace.exists(), "the constructor works")

    def test_nonexistent(self):
        done = handfast("run", "/nonexistent/program")
        self.assertEqual((done.returncode, done.stderr), (1, "handfast: /nonexistent/program: No such file or directory\n"))
        done = handfast("doctor", "/nonexistent/program")
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stdout.startswith("program cannot be looked at: No such file or directory\n"), done.stdout)

    def test_damaged_files(self):
        whole = self.program("whole").read_bytes()
        for number, contents in enumerate((b"", b"\x7fELF", whole[:100], whole[:2000], whole[:64] + b"\xff" * 4000)):
            damaged = self.folder / f"damaged-{number}"
            damaged.write_bytes(contents)
            done = handfast("doctor", damaged)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("cannot be looked at", done.stdout)


class ReplacementTest(InspectedTest):
    """make replace-gnutls, on folders of its own and an ldconfig that only writes down that it was called."""

    def setUp(self):
        self.prefix = pathlib.Path(tempfile.mkdtemp(prefix="prefix-", dir=self.folder))
        for name in ("bin", "lib/handfast", "programs"):
            (self.prefix / name).mkdir(parents=True)
        libraries = pathlib.Path(os.environ["HANDFAST_LIB"])
        shutil.copy(libraries / "libgnutls.so.30", self.prefix / "lib/handfast")
        shutil.copy(HANDFAST, self.prefix / "bin")
        self.link = self.prefix / "lib/libgnutls.so.30"
        ldconfig = self.folder / "ldconfig"
        ldconfig.write_text(f"#!/bin/sh\n[ \"$1\" != -p ] || echo '\tlibgnutls.so.30 (libc6) => '$(ls {self.link} || echo none)\n",
                            encoding="utf-8")
        ldconfig.chmod(0o755)
        self.environment = os.environ | {"LDCONFIG": str(ldconfig), "LOOK_AT": str(self.prefix / "programs")}

    def replace(self, *options):
        return subprocess.run([ROOT / "scripts/replace-gnutls.sh", *options, self.prefix], env=self.environment, text=True,
                              capture_output=True, timeout=60, check=False)

    def test_it_looks_says_what_it_does_and_undoes_it(self):
        self.program(f"{self.prefix.name}/programs/works", function="gnutls_global_init")
        done = self.replace()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(f"{self.link} becomes a link", done.stdout)
        self.assertTrue(self.link.is_symlink() and self.link.samefile(self.prefix / "lib/handfast/libgnutls.so.30"))
        self.assertEqual(self.replace("--undo").returncode, 0)
        self.assertFalse(self.link.is_symlink())
        self.assertEqual(self.replace("--undo").returncode, 1)

    def test_it_refuses_while_a_program_lacks_something(self):
        self.program(f"{self.prefix.name}/programs/lazy", "-Wl,-z,lazy")
        done = self.replace()
        self.assertEqual(done.returncode, 1)
        self.assertIn("lazy: gnutls_of_the_future", " ".join(done.stdout.split()))
        self.assertIn("nothing is changed", done.stderr)
        self.assertFalse(self.link.exists())

    def test_it_leaves_alone_what_is_not_its_own(self):
        self.link.write_text("another library", encoding="utf-8")
        self.assertEqual(self.replace().returncode, 1)
        self.assertEqual(self.replace("--undo").returncode, 1)
        self.assertEqual(self.link.read_text(encoding="utf-8"), "another library")


if __name__ == "__main__":
    if shutil.which("cc") is None:
        print("there is no cc")
        sys.exit(77)
    unittest.main()
