using Hanzo.Network.Agents;
using Hanzo.Network.Models;

namespace Hanzo.Network.Node.Demo;

/// <summary>The models of nodes that play other devices: offline, and one whose answers come word by word, slowly.</summary>
internal sealed class DemoModels(TimeProvider time) : IModelProvider
{
    /// <summary>What agents name whose answers are to be watched, and cut off in the middle.</summary>
    public const string SlowName = "offline-slow";

    private static readonly TimeSpan WordPause = TimeSpan.FromMilliseconds(40);
    private readonly ModelProvider _others = new(client: null);
    private readonly OfflineChatClient _slow = new(WordPause, time);

    public string? Notice => _others.Notice;

    public ModelChoice For(Agent agent) => agent.Model == SlowName ? new ModelChoice(SlowName, _slow) : _others.For(agent);
}
