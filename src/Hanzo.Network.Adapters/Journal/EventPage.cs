using System.Runtime.CompilerServices;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>What is read of a session at a time: between pages nothing of the store is held, however slow the caller is.</summary>
internal sealed record EventPage(List<StoredEvent> Events, bool IsLast)
{
    public const int MaxEvents = 256;

    /// <summary>Of payloads; one event that is larger is a page.</summary>
    public const int MaxBytes = 1024 * 1024;

    public delegate Task<EventPage> Read(string persistenceId, long from, CancellationToken cancellation);

    public static async IAsyncEnumerable<StoredEvent> ReadAllAsync(
        Read read, string persistenceId, long from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var page = await read(persistenceId, from, cancellation);
            foreach (var stored in page.Events)
            {
                cancellation.ThrowIfCancellationRequested();
                from = stored.Sequence + 1;
                yield return stored;
            }

            if (page.IsLast) yield break;
        }
    }
}
