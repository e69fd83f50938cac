namespace Hanzo.Network.Models;

/// <summary>Which models failed lately: they are asked after others, so that not every call waits for the same failure first.</summary>
public sealed class FailedModels(TimeProvider time)
{
    /// <summary>How long a failure counts.</summary>
    public static readonly TimeSpan For = TimeSpan.FromSeconds(30);

    /// <summary>Names that are remembered; the oldest failure gives way.</summary>
    public const int Most = 256;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, long> _failed = new(StringComparer.Ordinal);

    public void Failed(string name)
    {
        lock (_lock)
        {
            if (_failed.Count >= Most) _failed.Remove(_failed.MinBy(failed => failed.Value).Key);
            _failed[name] = time.GetTimestamp();
        }
    }

    public void Answered(string name)
    {
        lock (_lock) _failed.Remove(name);
    }

    /// <summary>The same ones in the same order, but for those that failed lately: they are last.</summary>
    public IEnumerable<PlannedModel> Order(IEnumerable<PlannedModel> plan)
    {
        lock (_lock) return plan.OrderBy(planned => HasFailed(planned.Name)).ToList();
    }

    private bool HasFailed(string name) => _failed.TryGetValue(name, out var at) && time.GetElapsedTime(at) < For;
}
