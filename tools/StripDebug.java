import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Copies a jar and leaves out what only a debugger reads in the classes of the libraries: names of local variables, line
 * numbers, names of source files. It is a fifth of the jar. Our own classes keep theirs: a stack trace still names our lines.
 *
 * <p>{@code java -cp FROM.jar tools/StripDebug.java FROM.jar TO.jar}: the jar itself holds ASM, which reads and writes classes.
 */
public final class StripDebug {
  private static final String OURS = "caldavbackup/";
  private static final String GENERATED = "caldavbackup/proto/";

  private StripDebug() {}

  public static void main(String[] args) throws IOException {
    try (ZipFile jar = new ZipFile(args[0]);
        ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[1]))))) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      for (ZipEntry entry : Collections.list(jar.entries())) {
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(isOfLibrary(entry.getName()) ? stripped(bytes) : bytes);
        out.closeEntry();
      }
    }
  }

  private static boolean isOfLibrary(String name) {
    return name.endsWith(".class") && (!name.startsWith(OURS) || name.startsWith(GENERATED));
  }

  /** A new constant pool, for the names of variables stand there; frames stay as the library's compiler made them. */
  private static byte[] stripped(byte[] bytes) {
    ClassWriter out = new ClassWriter(0);
    new ClassReader(bytes).accept(new WithoutDebug(out), 0);
    return out.toByteArray();
  }

  private static final class WithoutDebug extends ClassVisitor {
    WithoutDebug(ClassVisitor out) {
      super(Opcodes.ASM9, out);
    }

    @Override
    public void visitSource(String source, String debug) {}

    /** Not ClassReader.SKIP_DEBUG, which drops the names of parameters too; those may be asked by reflection. */
    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
        @Override
        public void visitLocalVariable(String variable, String type, String generic, Label start, Label end, int index) {}

        @Override
        public void visitLineNumber(int line, Label start) {}
      };
    }
  }
}
