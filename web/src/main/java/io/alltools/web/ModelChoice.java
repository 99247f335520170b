package io.alltools.web;

/**
 * Which model and how it is loaded.
 *
 * @param nameOrFolder empty for the default: what {@code ALLTOOLS_MODEL} names, else the embedded model
 * @param device {@code cpu}, {@code cuda[:N]} or {@code auto}
 * @param quantization {@code none}, {@code int8}, {@code int4}, {@code int4-symmetric} or {@code auto}
 * @param context tokens; 0 for the default
 * @param threads on the CPU; 0 for the default
 * @param slots requests at the same time; 0 for the default
 * @param speculation {@code on}, {@code off} or {@code auto}: whether repeated context is verified several tokens at a
 *     time
 */
public record ModelChoice(
        String nameOrFolder,
        String device,
        String quantization,
        int context,
        int threads,
        int slots,
        String speculation) {

    public static final ModelChoice DEFAULT = new ModelChoice("", "cpu", "auto", 0, 0, 0, "auto");

    /** Another model that is loaded alike. */
    public ModelChoice withName(String nameOrFolder) {
        return new ModelChoice(nameOrFolder, device, quantization, context, threads, slots, speculation);
    }
}
