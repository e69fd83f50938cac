using Hanzo.Network.Memory;

namespace Hanzo.Network.Tests.Memory;

/// <summary>Never answers, and does not heed who gives up.</summary>
/// <param name="onCut">What it does when its caller gives up; null: nothing.</param>
internal sealed class HangingMemoryStore(Action? onCut = null) : IMemoryStore
{
    public string Description => "nowhere";

    public Task<bool> WriteAsync(MemoryWrite write, CancellationToken cancellation) => new TaskCompletionSource<bool>().Task;

    public Task<IReadOnlyList<MemoryCandidate>> FindAsync(MemorySearch search, CancellationToken cancellation)
    {
        if (onCut is not null) cancellation.Register(onCut);
        return new TaskCompletionSource<IReadOnlyList<MemoryCandidate>>().Task;
    }

    public Task<IReadOnlyList<MemoryEntry>> ListAsync(MemoryFilter filter, int most, CancellationToken cancellation) =>
        new TaskCompletionSource<IReadOnlyList<MemoryEntry>>().Task;

    public Task<IReadOnlyList<MemoryTrait>> TraitsAsync(MemoryOwner owner, CancellationToken cancellation) =>
        new TaskCompletionSource<IReadOnlyList<MemoryTrait>>().Task;

    public Task<int> DeleteAsync(MemoryFilter filter, CancellationToken cancellation) => new TaskCompletionSource<int>().Task;
}
