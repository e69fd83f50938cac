using System.Collections.Immutable;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.Mcp;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Tool = Hanzo.Network.Tools.Tool;

namespace Hanzo.Network.Adapters.Mcp;

/// <summary>
/// A server and what is known of it. The connection is made again whenever it is lost; meanwhile the tools that it had are still there,
/// and their calls fail and say why.
/// </summary>
/// <param name="backoff">How long it is left alone after so many failures.</param>
internal sealed class McpServer(McpServerSpec spec, Func<int, TimeSpan> backoff, TimeProvider time, ILogger log)
{
    /// <summary>Calls under way at once; further ones wait.</summary>
    public const int MaxCalls = 8;

    /// <summary>How often it is asked what tools it has, and so, whether it is still there.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(60);

    /// <summary>However often it says that it has others.</summary>
    private static readonly TimeSpan LookAtMostEvery = TimeSpan.FromSeconds(1);

    private readonly string _prefix = McpNames.Prefix(spec.Name);
    private readonly SemaphoreSlim _places = new(MaxCalls);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Known _known = new(
        McpToolList.Of(spec, spec.Tools.IsDefault ? [] : spec.Tools.Select(McpToolSpec.Unknown)), new Attempt(),
        Connection: null, Why: null);

    public ImmutableArray<string> Names => [.. _known.List.Tools.Keys];

    public ImmutableArray<string> Notices
    {
        get
        {
            var known = _known;
            var leftOut = known.List.LeftOut.Select(why => $"MCP server '{spec.Name}': {why}");
            return known.Why is null
                ? [.. leftOut]
                : [$"MCP server '{spec.Name}' is away: {known.Why}. Its tools fail until it is back.", .. leftOut];
        }
    }

    /// <summary>Ends when it is known for the first time whether the server is there.</summary>
    public Task FirstAttempt => _first.Task;

    /// <summary>Any name that begins with the server's is one of its, unless a person said that it is not to be used.</summary>
    public Tool? Find(string name)
    {
        if (!name.StartsWith(_prefix, StringComparison.Ordinal)) return null;
        var remote = name[_prefix.Length..];
        if (!_known.List.Tools.TryGetValue(name, out var tool))
        {
            if (remote.Length == 0 || !spec.Tools.IsDefault) return null;
            tool = McpToolSpec.Unknown(remote);
        }

        return new Tool(new McpFunction(this, name, tool), new ToolOptions
        {
            Effect = tool.MayRepeat ? ToolEffect.Idempotent : ToolEffect.AskBeforeRetry, Timeout = spec.Timeout,
        });
    }

    /// <exception cref="InvalidOperationException">For the model: what is wrong.</exception>
    public async Task<string> CallAsync(CallToolRequestParams call, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            await _known.Attempt.Ended.WaitAsync(cancellation);
            var known = _known;
            if (known.Connection is not { } connection)
                throw new InvalidOperationException($"MCP server '{spec.Name}' is away: {known.Why}. Nothing was called.");
            return await CallAsync(connection, call, cancellation);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            var why = await ConnectAsync(stopping);
            if (stopping.IsCancellationRequested) break;
            failures = time.GetElapsedTime(began) > McpBackoff.Good ? 1 : failures + 1;
            if (_known.Why != why) McpLog.Away(log, spec.Name, why);
            await LeaveAloneAsync(why, backoff(failures), stopping);
        }

        _known = _known with { Connection = null, Why = "this node ends" };
        _known.Attempt.End();
    }

    /// <summary>Connects, and stays connected for as long as it can.</summary>
    /// <returns>Why it is not connected any more; whatever the other side has made the client throw is a reason.</returns>
    private async Task<string> ConnectAsync(CancellationToken stopping)
    {
        try
        {
            await using var connection = await McpConnection.OpenAsync(spec, stopping);
            while (!connection.Ended.IsCompleted)
            {
                var changed = connection.TakeListChanged();
                Tell(McpToolList.Of(spec, await connection.ListAsync(stopping)), connection);
                using var look = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                await Task.WhenAny(connection.Ended, changed, Task.Delay(LookEvery, time, look.Token));
                if (changed.IsCompleted) await Task.WhenAny(connection.Ended, Task.Delay(LookAtMostEvery, time, look.Token));
                await look.CancelAsync();
                stopping.ThrowIfCancellationRequested();
            }

            return await connection.Ended;
        }
        catch (OperationCanceledException)
        {
            return "it does not say what tools it has";
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    private async Task LeaveAloneAsync(string why, TimeSpan pause, CancellationToken stopping)
    {
        var ended = _known.Attempt;
        if (pause > TimeSpan.Zero)
        {
            _known = _known with { Connection = null, Why = why };
            ended.End();
            _first.TrySetResult();
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(Task.Delay(pause, time, over.Token));
        }

        _known = _known with { Connection = null, Why = why, Attempt = new Attempt() };
        ended.End();
    }

    private void Tell(McpToolList list, McpConnection connection)
    {
        var before = _known;
        _known = before with { List = list, Connection = connection, Why = null };
        before.Attempt.End();
        _first.TrySetResult();
        if (before.Connection == connection && before.List.Tools.Count == list.Tools.Count) return;
        McpLog.Connected(log, spec.Name, list.Tools.Count);
        foreach (var why in list.LeftOut) McpLog.LeftOut(log, spec.Name, why);
    }

    private async Task<string> CallAsync(McpConnection connection, CallToolRequestParams call, CancellationToken cancellation)
    {
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        CallToolResult answer;
        try
        {
            var asked = connection.CallAsync(call, asking.Token).AsTask();
            // On a connection that has ended the client may wait for its answer for ever.
            if (await Task.WhenAny(asked, connection.Ended) != asked)
            {
                await asking.CancelAsync();
                throw new IOException(await connection.Ended);
            }

            answer = await asked;
        }
        catch (McpProtocolException e)
        {
            throw new InvalidOperationException($"MCP server '{spec.Name}': {e.Message}", e);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            connection.Break(e.Message);
            throw new InvalidOperationException(
                $"the connection to MCP server '{spec.Name}' has broken: {await connection.Ended} The call may have taken effect.", e);
        }

        var text = McpAnswer.TextOf(answer);
        return answer.IsError == true ? throw new InvalidOperationException(text.Length > 0 ? text : "the tool failed.") : text;
    }

    /// <summary>An attempt to connect; calls that come while it is under way wait for its end.</summary>
    private sealed class Attempt
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public void End() => _ended.TrySetResult();
    }

    /// <param name="Connection">Null: there is none now.</param>
    /// <param name="Why">Why there is none; null: it is there, or the first attempt is under way.</param>
    private sealed record Known(McpToolList List, Attempt Attempt, McpConnection? Connection, string? Why);
}
