using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>What a <see cref="Pursuit"/> wants done, in order.</summary>
internal abstract record PursuitAction;

internal sealed record Start(int Attempt) : PursuitAction;

/// <summary>The session is to begin in this journal instead.</summary>
internal sealed record Rebind(string Journal) : PursuitAction;

internal sealed record Watch(RunId Run, long After) : PursuitAction;

internal sealed record Accept(RunResult Run) : PursuitAction;

internal sealed record Deliver(RunEvent Event) : PursuitAction;

internal sealed record Done(RunResult Run) : PursuitAction;

/// <summary>The run ended before what was watched for.</summary>
internal sealed record Over : PursuitAction;

/// <summary>The run has ended; its events cannot be read any more.</summary>
internal sealed record DoneUnseen(RunResult Run, string Message) : PursuitAction;

internal sealed record Failed(NetworkError Error, string Message) : PursuitAction;
