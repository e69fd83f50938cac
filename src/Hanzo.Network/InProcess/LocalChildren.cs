using System.Collections.Concurrent;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.InProcess;

/// <summary>The runs of other agents that one session waits for. When the session is closed they go on.</summary>
/// <param name="submit">To the session; does not throw.</param>
internal sealed class LocalChildren(ChildCaller caller, Func<ConversationCommand, Task> submit, CancellationToken life)
{
    private readonly ConcurrentDictionary<EffectId, CancellationTokenSource> _followed = new();

    public void Begin(CallAgent call, Action<string> onDelta)
    {
        var leave = _followed[call.Id] = CancellationTokenSource.CreateLinkedTokenSource(life);
        _ = FollowAsync(call, onDelta, leave);
    }

    public void Cancel(CancelAgent cancel)
    {
        if (_followed.TryRemove(cancel.Call.Id, out var leave)) leave.Cancel();
        _ = CancelAsync(cancel);
    }

    private async Task FollowAsync(CallAgent call, Action<string> onDelta, CancellationTokenSource leave)
    {
        await Task.Yield();
        var outcome = await caller.CallAsync(call, submit, onDelta, leave.Token);
        if (_followed.TryRemove(new KeyValuePair<EffectId, CancellationTokenSource>(call.Id, leave))) leave.Dispose();
        if (outcome is not null) await submit(outcome);
    }

    private async Task CancelAsync(CancelAgent cancel)
    {
        await Task.Yield();
        await submit(await caller.CancelAsync(cancel));
    }
}
