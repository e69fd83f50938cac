namespace Akka.Embedded.Runtime;

/// <summary>
/// Rising numbers for changes of replicated data. One per process, so that a value that is made anew never repeats a number of its
/// predecessor; one per world where the runtime has a seed, so that runs with the same seed count alike.
/// </summary>
internal sealed class VersionCounter
{
    public static readonly VersionCounter OfProcess = new();
    private long _last;

    public long Next() => Interlocked.Increment(ref _last);
}
