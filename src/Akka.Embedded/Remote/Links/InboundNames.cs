using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

/// <summary>The other side's numbers, and what they have been resolved to here.</summary>
internal sealed class InboundNames
{
    private readonly List<InboundPath> _paths = [];
    private readonly List<(int Serializer, string Manifest)> _manifests = [];
    private int _textLength;

    public void Reset()
    {
        _textLength = 0;
        _paths.Clear();
        _manifests.Clear();
    }

    /// <exception cref="InvalidDataException">The other side does not keep to the protocol.</exception>
    public InboundPath? ReadPath(ref WireReader reader, NameForm form, string field)
    {
        switch (form)
        {
            case NameForm.None:
                return null;
            case NameForm.Number:
                return Number(_paths, reader.ReadVarInt(field), field);
            case NameForm.Inline:
                return new InboundPath(reader.ReadString(field, PathTexts.MaxBytes));
            case NameForm.Define:
                var path = new InboundPath(reader.ReadString(field, PathTexts.MaxBytes));
                Define(_paths, path, path.Text, field);
                return path;
            default:
                throw new InvalidDataException($"{field}: {(byte)form} is not a form of a name.");
        }
    }

    public (int Serializer, string Manifest) ReadManifest(ref WireReader reader, NameForm form)
    {
        if (form == NameForm.Number)
        {
            return Number(_manifests, reader.ReadVarInt("manifest"), "manifest");
        }

        var named = (reader.ReadInt32("serializer"), reader.ReadString("manifest", PathTexts.MaxBytes));
        Define(_manifests, named, named.Item2, "manifest");
        return named;
    }

    private static T Number<T>(List<T> names, ulong number, string field) => number < (ulong)names.Count
        ? names[(int)number]
        : throw new InvalidDataException($"{field}: number {number} is not defined.");

    private void Define<T>(List<T> names, T name, string text, string field)
    {
        _textLength += text.Length;
        if (_textLength > OutboundNames.MaxTextBytes)
        {
            throw new InvalidDataException($"{field}: the names are longer than {OutboundNames.MaxTextBytes} bytes in all.");
        }

        if (names.Count >= OutboundNames.Max)
        {
            throw new InvalidDataException($"{field}: more than {OutboundNames.Max} names are defined.");
        }

        names.Add(name);
    }
}
