using System.Buffers;
using Akka.Actor;
using Akka.Embedded.Wire;
using Akka.Serialization;

namespace Akka.Embedded.Remoting;

/// <summary>A message on its way along a selection.</summary>
internal sealed class SelectionSerializer(ExtendedActorSystem system) : BufferSerializer(system)
{
    private const string SelectionManifest = "selection.1";
    private const int MaxElements = 256;
    private const int MaxElementBytes = 1024;
    private const byte Name = 1;
    private const byte Pattern = 2;
    private const byte Parent = 3;
    private const byte Recursive = 4;

    public override string Manifest(object o) => SelectionManifest;

    public override void Write(object message, IBufferWriter<byte> output)
    {
        var selection = (ActorSelectionMessage)message;
        output.WriteByte(selection.WildCardFanOut ? (byte)1 : (byte)0);
        output.WriteVarInt((uint)selection.Elements.Length);
        foreach (var element in selection.Elements)
        {
            WriteElement(element, output);
        }

        NestedPayload.Write(system.Serialization, selection.Message, output);
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var reader = new WireReader(bytes);
        var fanOut = reader.ReadByte("fan-out") != 0;
        var elements = new SelectionPathElement[reader.ReadCount("elements", MaxElements)];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = ReadElement(ref reader);
        }

        return new ActorSelectionMessage(NestedPayload.Read(system.Serialization, ref reader), elements, fanOut);
    }

    private static void WriteElement(SelectionPathElement element, IBufferWriter<byte> output)
    {
        switch (element)
        {
            case SelectChildName name:
                output.WriteByte(Name);
                output.WriteString(name.Name);
                break;
            case SelectChildPattern pattern:
                output.WriteByte(Pattern);
                output.WriteString(pattern.PatternStr);
                break;
            case SelectParent:
                output.WriteByte(Parent);
                break;
            case SelectChildRecursive:
                output.WriteByte(Recursive);
                break;
            default:
                throw new ArgumentException($"{element.GetType()} is not a step of a selection that can be sent.");
        }
    }

    private static SelectionPathElement ReadElement(ref WireReader reader) => reader.ReadByte("element") switch
    {
        Name => new SelectChildName(reader.ReadString("name", MaxElementBytes)),
        Pattern => new SelectChildPattern(reader.ReadString("pattern", MaxElementBytes)),
        Parent => new SelectParent(),
        Recursive => SelectChildRecursive.Instance,
        var other => throw new InvalidDataException($"{other} is not a step of a selection."),
    };
}
