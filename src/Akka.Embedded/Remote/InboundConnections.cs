using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Embedded.Runtime;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

/// <summary>
/// Who connects must say who it is, in time and in our protocol. Whoever does not costs its own connection and one line of log a
/// minute, nothing else.
/// </summary>
internal sealed class InboundConnections(Remoting remoting, IListener listener)
{
    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(100);

    private readonly PendingHandshakes<IConnection> _pending =
        new(remoting.Settings.MaxPendingHandshakes, remoting.Settings.MaxPendingHandshakesPerAddress);

    public async Task AcceptAllAsync()
    {
        while (!remoting.IsStopping)
        {
            try
            {
                if (await listener.AcceptAsync(remoting.Stopping) is not { } connection)
                {
                    return;
                }

                Take(connection);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                remoting.Warn("accept", $"No connection can be accepted at present: {e.Message}");
                await Task.Delay(AcceptRetry, remoting.Time);
            }
        }
    }

    private void Take(IConnection connection)
    {
        var from = AddressOf(connection);
        _pending.Add(from, connection)?.Abort();
        _ = GreetAsync(connection, from);
    }

    private async Task GreetAsync(IConnection connection, string from)
    {
        var met = await MeetInTimeAsync(connection);
        if (!_pending.Remove(from, connection))
        {
            connection.Abort();
            Failed(from, RefusalKind.Displaced, "");
        }
        else if (met.Hello is null)
        {
            connection.Abort();
            Failed(from, met.Kind, met.Fault);
        }
        else
        {
            await DecideAsync(met.Connection, met.Hello, from);
        }
    }

    /// <summary>One limit for all of it: TLS and greeting.</summary>
    private async Task<Met> MeetInTimeAsync(IConnection connection)
    {
        try
        {
            return await MeetAsync(connection).WaitAsync(remoting.Settings.HandshakeTimeout, remoting.Time);
        }
        catch (Exception e)
        {
            return new Met(connection, null, KindOf(e), e.Message);
        }
    }

    private async Task<Met> MeetAsync(IConnection connection)
    {
        var secured = remoting.Tls is { } tls ? await tls.AnswerAsync(connection) : connection;
        var heard = await Handshake.ReceiveAsync(secured, isAnswer: false);
        return new Met(secured, (Greeting.Hello?)heard.Greeting, RefusalKind.Stranger, heard.Fault ?? "");
    }

    private async Task DecideAsync(IConnection connection, Greeting.Hello hello, string from)
    {
        try
        {
            if (hello.ConnectionId == Greeting.ProbeConnection)
            {
                await AnswerProbeAsync(connection, hello);
            }
            else if ((Judge(hello) ?? remoting.AssociationWith(hello.From).Accept(hello, connection)) is { } refusal)
            {
                await RefuseAsync(connection, hello, refusal);
            }
        }
        catch (Exception e)
        {
            connection.Abort();
            Failed(from, KindOf(e), e.Message);
        }
    }

    /// <summary>Nothing is opened or remembered; that somebody else was meant is nobody's fault.</summary>
    private async Task AnswerProbeAsync(IConnection connection, Greeting.Hello hello)
    {
        var settings = remoting.Settings;
        Greeting answer = Judge(hello) is { } refusal ? refusal : remoting.ProbeOf(hello.From);
        await Handshake.SendAsync(connection, answer, isAnswer: true, settings.HandshakeTimeout, remoting.Time);
        await Handshake.CloseAsync(connection, settings.HandshakeTimeout, remoting.Time);
    }

    private async Task RefuseAsync(IConnection connection, Greeting.Hello hello, Greeting.Refusal refusal)
    {
        var settings = remoting.Settings;
        if (refusal.Code != RefusalCode.Duplicate)
        {
            remoting.Refusals.Count(RefusalKind.Refused);
            remoting.Warn(
                $"refused {hello.From}", $"A connection from {hello.From} ({connection.RemoteEndPoint}) is refused: {refusal.Reason}.");
        }

        await Handshake.SendAsync(connection, refusal, isAnswer: true, settings.HandshakeTimeout, remoting.Time);
        await Handshake.CloseAsync(connection, settings.HandshakeTimeout, remoting.Time);
    }

    private void Failed(string from, RefusalKind kind, string fault)
    {
        remoting.Refusals.Count(kind);
        var key = $"inbound {from} {kind}";
        if (!remoting.MayWarn(key, out var held))
        {
            return;
        }

        var reason = kind switch
        {
            RefusalKind.Displaced => "it had not said who it is when too many others came (akka.remote.embedded.max-pending-handshakes)",
            RefusalKind.Silent => "it did not say who it is in time",
            _ => fault,
        };
        remoting.Warn(held, $"A connection from {from} is refused: {reason.TrimEnd('.')}.");
    }

    private static RefusalKind KindOf(Exception e) => e switch
    {
        InvalidDataException => RefusalKind.Stranger,
        AuthenticationException => RefusalKind.Untrusted,
        TimeoutException => RefusalKind.Silent,
        InvalidOperationException => RefusalKind.Refused,
        _ => RefusalKind.Broken,
    };

    private static string AddressOf(IConnection connection) =>
        (connection.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? connection.RemoteEndPoint.ToString()!;

    private Greeting.Refusal? Judge(Greeting.Hello hello)
    {
        if (remoting.IsStopping)
        {
            return new Greeting.Refusal(RefusalCode.ShuttingDown, $"{remoting.LocalAddress} is about to end");
        }

        if (Incompatibility.Of(hello) is { } reason)
        {
            return new Greeting.Refusal(RefusalCode.Incompatible, reason);
        }

        if (!hello.To.Equals(remoting.LocalAddress))
        {
            return new Greeting.Refusal(RefusalCode.WrongAddress, $"{hello.To} was meant, and this is {remoting.LocalAddress}");
        }

        return hello.From.Equals(remoting.LocalAddress)
            ? new Greeting.Refusal(RefusalCode.WrongAddress, $"both sides claim to be {remoting.LocalAddress}")
            : null;
    }

    /// <param name="Hello">Null: it did not say who it is.</param>
    private readonly record struct Met(IConnection Connection, Greeting.Hello? Hello, RefusalKind Kind, string Fault);
}
