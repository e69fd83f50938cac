using Hanzo.Network.Agents;
using Hanzo.Network.Capacity;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.InProcess;

/// <summary>What every session of one process shares.</summary>
/// <param name="FindAgent">The newest definition; null: none that this process may run.</param>
internal sealed record SessionPorts(
    string Node,
    string Writer,
    Func<AgentName, Agent?> FindAgent,
    IEventStore Store,
    EffectRunner Runner,
    Action<RunNote> Note,
    Action<RunSample> Timed,
    ChildCaller Children,
    TimeProvider Time);
