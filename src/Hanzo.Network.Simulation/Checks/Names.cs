using System.Globalization;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// Takes ids of the application apart: effect <c>math.17.ulid.run.step</c>, run <c>math.17.ulid.run</c>, session
/// <c>math.17.ulid</c>, slot <c>math.17</c>.
/// </summary>
internal static class Names
{
    public static string SessionOfRun(string run) => Without(run, 1);

    public static string SlotOfRun(string run) => Without(run, 2);

    public static string SessionOfEffect(string effect) => Without(effect, 2);

    public static string SlotOfEffect(string effect) => Without(effect, 3);

    public static long NumberOfRun(string run) =>
        long.TryParse(run.AsSpan(run.LastIndexOf('.') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"'{run}' is no run: it does not end in '.' and a number.", nameof(run));

    private static string Without(string id, int parts)
    {
        var end = id.Length;
        for (var i = 0; i < parts; i++)
            end = end > 0 && id.LastIndexOf('.', end - 1) is > 0 and var dot
                ? dot
                : throw new ArgumentException($"'{id}' has fewer than {parts + 1} parts.", nameof(id));
        return id[..end];
    }
}
