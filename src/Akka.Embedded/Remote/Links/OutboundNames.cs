using System.Buffers;
using System.Text;
using Akka.Actor;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

/// <summary>How a name stands in a frame.</summary>
internal enum NameForm : byte
{
    None = 0,

    /// <summary>The number that it got earlier on this connection.</summary>
    Number = 1,

    /// <summary>Its text, and from now on the next number.</summary>
    Define = 2,

    /// <summary>Its text, this once.</summary>
    Inline = 3,
}

/// <summary>
/// The numbers that one side of a connection has given to paths and manifests, so that each text crosses once. When the table is
/// full, both sides begin anew.
/// </summary>
internal sealed class OutboundNames
{
    /// <summary>Paths and manifests each, per connection and direction.</summary>
    public const int Max = 4096;

    /// <summary>All their texts together, per connection and direction.</summary>
    public const int MaxTextBytes = 1024 * 1024;

    private readonly Dictionary<ActorPath, int> _senders = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _recipients = new(StringComparer.Ordinal);
    private readonly Dictionary<(int, string), int> _manifests = [];
    private int _paths;
    private int _textBytes;

    /// <summary>There may be no room for the names of one more message.</summary>
    public bool IsFull => _paths + 2 > Max || _manifests.Count + 1 > Max || _textBytes + (3 * PathTexts.MaxBytes) > MaxTextBytes;

    /// <summary>Changes with every <see cref="Reset"/>, so that a number kept elsewhere can be told to be stale.</summary>
    public object Generation { get; private set; } = new();

    public void Reset()
    {
        _senders.Clear();
        _recipients.Clear();
        _manifests.Clear();
        _paths = 0;
        _textBytes = 0;
        Generation = new object();
    }

    public NameForm WriteRecipient(RemoteActorRef recipient, IBufferWriter<byte> output)
    {
        if (recipient.IsTemporary)
        {
            output.WriteString(recipient.PathText);
            return NameForm.Inline;
        }

        if (!recipient.TryGetNumber(Generation, out var number))
        {
            if (!_recipients.TryGetValue(recipient.PathText, out number))
            {
                number = _paths++;
                _recipients.Add(recipient.PathText, number);
                recipient.SetNumber(Generation, number);
                Define(recipient.PathText, output);
                return NameForm.Define;
            }

            recipient.SetNumber(Generation, number);
        }

        output.WriteVarInt((uint)number);
        return NameForm.Number;
    }

    public NameForm WriteSender(InternalActorRef? sender, IBufferWriter<byte> output)
    {
        switch (sender)
        {
            case null:
                return NameForm.None;
            case TempActorRef:
                output.WriteString(PathTexts.Relative(sender.Path));
                return NameForm.Inline;
            case RemoteActorRef remote:
                Checked(remote.FullText);
                output.WriteString(remote.FullText);
                return NameForm.Inline;
        }

        if (_senders.TryGetValue(sender.Path, out var number))
        {
            output.WriteVarInt((uint)number);
            return NameForm.Number;
        }

        _senders.Add(sender.Path, _paths++);
        Define(PathTexts.Relative(sender.Path), output);
        return NameForm.Define;
    }

    public NameForm WriteManifest(int serializer, string manifest, IBufferWriter<byte> output)
    {
        if (_manifests.TryGetValue((serializer, manifest), out var number))
        {
            output.WriteVarInt((uint)number);
            return NameForm.Number;
        }

        _manifests.Add((serializer, manifest), _manifests.Count);
        output.WriteInt32(serializer);
        Define(manifest, output);
        return NameForm.Define;
    }

    private void Define(string text, IBufferWriter<byte> output)
    {
        _textBytes += Checked(text);
        output.WriteString(text);
    }

    private static int Checked(string text) => Encoding.UTF8.GetByteCount(text) is var bytes && bytes <= PathTexts.MaxBytes
        ? bytes
        : throw new UnsendableException($"A name of {bytes} bytes cannot be sent, at most {PathTexts.MaxBytes}: {text[..64]}...");
}
