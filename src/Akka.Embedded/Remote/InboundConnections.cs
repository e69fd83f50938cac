using System.Net;
using System.Net.Sockets;
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

    private int _pending;

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
        if (Interlocked.Increment(ref _pending) > remoting.Settings.MaxPendingHandshakes)
        {
            Interlocked.Decrement(ref _pending);
            connection.Abort();
            var limit = $"{remoting.Settings.MaxPendingHandshakes} connections (akka.remote.embedded.max-pending-handshakes)";
            remoting.Warn("handshakes", $"{limit} have not said who they are: more are cut.");
            return;
        }

        _ = GreetAsync(connection);
    }

    private async Task GreetAsync(IConnection connection)
    {
        var settings = remoting.Settings;
        try
        {
            var greeting = await Handshake.ReceiveAsync(connection, isAnswer: false, settings.HandshakeTimeout, remoting.Time);
            var hello = (Greeting.Hello)greeting;
            if (Judge(hello) is { } refusal)
            {
                LogRefusal(connection, hello, refusal);
                await Handshake.SendAsync(connection, refusal, isAnswer: true, settings.HandshakeTimeout, remoting.Time);
                await Handshake.CloseAsync(connection, settings.HandshakeTimeout, remoting.Time);
                return;
            }

            if (remoting.AssociationWith(hello.From).Accept(hello, connection) is { } refused)
            {
                LogRefusal(connection, hello, refused);
                await Handshake.SendAsync(connection, refused, isAnswer: true, settings.HandshakeTimeout, remoting.Time);
                await Handshake.CloseAsync(connection, settings.HandshakeTimeout, remoting.Time);
            }
        }
        catch (Exception e)
        {
            connection.Abort();
            var from = (connection.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? connection.RemoteEndPoint.ToString();
            var reason = e is TimeoutException ? "it did not say who it is in time" : e.Message;
            remoting.Warn($"inbound {from}", $"A connection from {from} is refused: {reason}.");
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

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

    private void LogRefusal(IConnection connection, Greeting.Hello hello, Greeting.Refusal refusal)
    {
        if (refusal.Code != RefusalCode.Duplicate)
        {
            remoting.Warn(
                $"refused {hello.From}", $"A connection from {hello.From} ({connection.RemoteEndPoint}) is refused: {refusal.Reason}.");
        }
    }
}
