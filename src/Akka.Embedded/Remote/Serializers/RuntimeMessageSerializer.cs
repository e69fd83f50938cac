using System.Buffers;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Embedded.Wire;
using Akka.Serialization;

namespace Akka.Embedded.Remoting;

/// <summary>The runtime's own messages: references, identities, outcomes.</summary>
internal sealed class RuntimeMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override string Manifest(object o) => o switch
    {
        IActorRef => "ref",
        Address => "address",
        Identify => "identify",
        ActorIdentity => "identity",
        PoisonPill => "poison",
        Kill => "kill",
        Status.Success => "success",
        Status.Failure => "failure",
        Done => "done",
        _ => throw new ArgumentException($"{nameof(RuntimeMessageSerializer)} does not know {o.GetType()}."),
    };

    public override byte[] ToBinary(object obj)
    {
        switch (obj)
        {
            case IActorRef actor:
                return Encoding.UTF8.GetBytes(Akka.Serialization.Serialization.SerializedActorPath(actor));
            case Address address:
                return Encoding.UTF8.GetBytes(address.ToString());
            case PoisonPill or Kill or Done:
                return [];
        }

        var output = new ArrayBufferWriter<byte>();
        switch (obj)
        {
            case Identify m:
                NestedPayload.Write(system.Serialization, m.MessageId, output);
                break;
            case ActorIdentity m:
                output.WriteString(m.Subject is null ? "" : Akka.Serialization.Serialization.SerializedActorPath(m.Subject));
                NestedPayload.Write(system.Serialization, m.MessageId, output);
                break;
            case Status.Success m:
                NestedPayload.Write(system.Serialization, m.Status, output);
                break;
            case Status.Failure m:
                FailureWire.Write(m.Cause, output);
                break;
        }

        return output.WrittenSpan.ToArray();
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var reader = new WireReader(bytes);
        switch (manifest)
        {
            case "ref":
                return Ref(Encoding.UTF8.GetString(bytes));
            case "address":
                return Address.Parse(Encoding.UTF8.GetString(bytes));
            case "identify":
                return new Identify(NestedPayload.Read(system.Serialization, ref reader));
            case "identity":
                var subject = reader.ReadString("subject", PathTexts.MaxBytes);
                return new ActorIdentity(NestedPayload.Read(system.Serialization, ref reader), subject.Length == 0 ? null : Ref(subject));
            case "poison":
                return PoisonPill.Instance;
            case "kill":
                return Kill.Instance;
            case "success":
                return new Status.Success(NestedPayload.Read(system.Serialization, ref reader));
            case "failure":
                return new Status.Failure(FailureWire.Read(ref reader));
            case "done":
                return Done.Instance;
            default:
                throw new SerializationException($"{nameof(RuntimeMessageSerializer)}: manifest '{manifest}' is not known.");
        }
    }

    private IActorRef Ref(string path) => path.Length == 0 ? ActorRefs.Nobody : system.Provider.ResolveActorRef(path);
}
