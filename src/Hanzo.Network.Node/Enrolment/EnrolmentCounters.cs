using System.Collections.Immutable;

namespace Hanzo.Network.Node.Enrolment;

/// <summary>Who was let in, and why others were not, since the process began. Safe for several threads.</summary>
internal sealed class EnrolmentCounters
{
    private readonly Lock _lock = new();
    private ImmutableSortedDictionary<string, long> _refused = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>By the code of the refusal.</summary>
    public ImmutableSortedDictionary<string, long> Refused => Volatile.Read(ref _refused);

    /// <param name="reason">A code of <see cref="EnrolmentRefusal"/>: there are few.</param>
    public void CountRefused(string reason)
    {
        lock (_lock) Volatile.Write(ref _refused, _refused.SetItem(reason, _refused.GetValueOrDefault(reason) + 1));
    }
}
