using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>Counts during one run what <see cref="Coverage"/> then tells.</summary>
public sealed class CoverageCounter
{
    private readonly long[] _faults = new long[FaultTable.Rows.Length];
    private readonly Dictionary<string, long> _paths = RecoveryPaths.All.ToDictionary(path => path, _ => 0L, StringComparer.Ordinal);

    public void Count(FaultKind fault) => _faults[(int)fault]++;

    /// <param name="path">One of <see cref="RecoveryPaths"/>.</param>
    /// <exception cref="ArgumentException">The catalogue lacks it: its zero would show nowhere.</exception>
    public void Count(string path)
    {
        if (!_paths.TryGetValue(path, out var count))
            throw new ArgumentException($"\"{path}\" is none of {nameof(RecoveryPaths)}: {string.Join(", ", RecoveryPaths.All)}.");
        _paths[path] = count + 1;
    }

    public Coverage ToCoverage()
    {
        var faults = FaultTable.Rows.Select(row => KeyValuePair.Create(row.Name, _faults[(int)row.Kind]));
        return new Coverage(faults.Concat(_paths).Where(count => count.Value > 0).ToImmutableSortedDictionary(StringComparer.Ordinal));
    }
}
