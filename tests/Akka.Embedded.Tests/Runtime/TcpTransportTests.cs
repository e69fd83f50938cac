using System.IO.Pipelines;
using System.Net;
using System.Text;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Tests.Runtime;

public sealed class TcpTransportTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private IListener _listener = null!;
    private IConnection _client = null!;
    private IConnection _server = null!;

    private int Port => ((IPEndPoint)_listener.BoundEndPoint).Port;

    public async Task InitializeAsync()
    {
        _listener = await TcpTransport.Instance.ListenAsync("127.0.0.1", 0, CancellationToken.None);
        var accept = _listener.AcceptAsync(CancellationToken.None).AsTask();
        _client = await TcpTransport.Instance.DialAsync("127.0.0.1", Port, Limit, CancellationToken.None);
        _server = (await accept.WaitAsync(Limit))!;
    }

    public async Task DisposeAsync()
    {
        _client.Abort();
        _server.Abort();
        await _listener.DisposeAsync();
    }

    [Fact]
    public async Task Bytes_go_both_ways()
    {
        await _client.Output.WriteAsync("ping"u8.ToArray());
        (await ReadAsync(_server.Input, 4)).ShouldBe("ping");
        await _server.Output.WriteAsync("pong"u8.ToArray());
        (await ReadAsync(_client.Input, 4)).ShouldBe("pong");
    }

    [Fact]
    public async Task Much_more_than_the_buffers_hold_arrives_unchanged()
    {
        const int Count = 8 * 1024 * 1024;
        var sent = new byte[Count];
        new Random(1).NextBytes(sent);
        var writing = Task.Run(async () =>
        {
            await _client.Output.WriteAsync(sent);
            await _client.Output.CompleteAsync();
        });
        var received = new MemoryStream();
        await _server.Input.CopyToAsync(received).WaitAsync(Limit);
        await writing.WaitAsync(Limit);
        received.ToArray().AsSpan().SequenceEqual(sent).ShouldBeTrue();
    }

    [Fact]
    public async Task A_writer_waits_while_the_peer_does_not_read()
    {
        var block = new byte[64 * 1024];
        var blocked = false;
        for (var i = 0; i < 1000 && !blocked; i++)
            blocked = !await CompletesAsync(_client.Output.WriteAsync(block).AsTask(), TimeSpan.FromMilliseconds(300));
        blocked.ShouldBeTrue();
    }

    [Fact]
    public async Task A_closed_connection_is_the_end_of_the_stream_for_the_peer()
    {
        await _client.Output.WriteAsync("bye"u8.ToArray());
        await _client.DisposeAsync();
        (await ReadAsync(_server.Input, 3)).ShouldBe("bye");
        var end = await _server.Input.ReadAsync().AsTask().WaitAsync(Limit);
        end.IsCompleted.ShouldBeTrue();
        end.Buffer.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task Abort_ends_both_sides()
    {
        _client.Abort();
        await Should.ThrowAsync<IOException>(async () => await ReadToEndAsync(_client.Input));
        await ReadToEndOrBreakAsync(_server.Input);
    }

    [Fact]
    public async Task Nobody_listening_is_an_error_that_names_host_and_port()
    {
        var port = Port;
        await _listener.DisposeAsync();
        var refused = await Should.ThrowAsync<IOException>(
            () => TcpTransport.Instance.DialAsync("127.0.0.1", port, Limit, CancellationToken.None));
        refused.Message.ShouldContain($"127.0.0.1:{port}");
    }

    [Fact]
    public async Task A_busy_port_is_an_error_that_names_it()
    {
        var busy = await Should.ThrowAsync<IOException>(() => TcpTransport.Instance.ListenAsync("127.0.0.1", Port, CancellationToken.None));
        busy.Message.ShouldContain($"{Port}");
    }

    [Fact]
    public async Task A_closed_listener_hands_out_no_more_connections()
    {
        var accept = _listener.AcceptAsync(CancellationToken.None).AsTask();
        await _listener.DisposeAsync();
        (await accept.WaitAsync(Limit)).ShouldBeNull();
    }

    private static async Task<string> ReadAsync(PipeReader reader, int count)
    {
        var read = await reader.ReadAtLeastAsync(count).AsTask().WaitAsync(Limit);
        var text = Encoding.UTF8.GetString(read.Buffer.Slice(0, count));
        reader.AdvanceTo(read.Buffer.GetPosition(count));
        return text;
    }

    private static async Task ReadToEndAsync(PipeReader reader)
    {
        while (true)
        {
            var read = await reader.ReadAsync().AsTask().WaitAsync(Limit);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    // The peer sees a reset or an end, as the operating system has it.
    private static async Task ReadToEndOrBreakAsync(PipeReader reader)
    {
        try
        {
            await ReadToEndAsync(reader);
        }
        catch (IOException broken)
        {
            broken.Message.ShouldContain("broke");
        }
    }

    private static async Task<bool> CompletesAsync(Task task, TimeSpan within)
    {
        try
        {
            await task.WaitAsync(within);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
